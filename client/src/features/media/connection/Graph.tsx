import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useSize } from '../../../ui/useSize.ts';
import type { Sample } from './useConnection.ts';

const height = 160;

/** Sent and received bitrate and the round trip time over the last minutes. The numbers beside it say the same. */
export function Graph({ samples }: { readonly samples: readonly Sample[] }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const { width } = useSize(box);
  const [up, down, rtt] = [t('connection.up'), t('connection.down'), t('connection.rtt')];
  useEffect(() => {
    const element = box.current;
    if (!element || width === 0) return;
    const colour = (name: string) => getComputedStyle(element).getPropertyValue(name);
    const line = (label: string, stroke: string, scale: string, dash: number[] = []) => ({
      label,
      scale,
      stroke: colour(stroke),
      width: 2,
      dash,
      points: { show: false },
    });
    const clock = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
    const axis = { stroke: colour('--dim'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
    const made = new uPlot(
      {
        width,
        height,
        legend: { live: false },
        cursor: { show: false },
        series: [
          {},
          line(down, '--accent-text', 'bits'),
          line(up, '--text', 'bits', [6, 4]),
          line(rtt, '--amber-text', 'ms', [2, 3]),
        ],
        scales: {
          bits: { range: (_plot, _min, max) => [0, Math.max(max, 100)] },
          ms: { range: (_plot, _min, max) => [0, Math.max(max, 50)] },
        },
        axes: [
          {
            ...axis,
            size: 24,
            space: 70,
            values: (_plot, values) => values.map((value) => clock.format(value * 1_000)),
          },
          { ...axis, scale: 'bits', size: 52, values: (_plot, values) => values.map((value) => `${value} k`) },
          {
            ...axis,
            scale: 'ms',
            // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- at the right; its enum exists in the types only.
            side: 1,
            size: 56,
            grid: { show: false },
            values: (_plot, values) => values.map((value) => `${value} ms`),
          },
        ],
      },
      [[], [], [], []],
      element,
    );
    plot.current = made;
    return () => made.destroy();
  }, [width, up, down, rtt, language]);
  useEffect(() => {
    plot.current?.setData([
      samples.map(({ at }) => at / 1_000),
      samples.map(({ stats }) => stats.recvBitrate / 1_000),
      samples.map(({ stats }) => stats.sendBitrate / 1_000),
      samples.map(({ stats }) => stats.rttMs ?? null),
    ]);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new width is a new, empty plot.
  }, [samples, width]);
  return (
    <div aria-hidden="true" className="relative h-50 text-sm">
      <div ref={box} className="absolute inset-0 overflow-hidden" />
    </div>
  );
}
