import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { createLevel } from './level.ts';

const bars = 20;

/** The microphone's level as bars, 15 times a second, without rendering. */
export function LevelMeter({ track }: { readonly track: MediaStreamTrack | undefined }) {
  const { t } = useTranslation();
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = root.current;
    if (!track || !element) return;
    const level = createLevel(track);
    let shown = 0;
    const timer = setInterval(() => {
      // The bar rises at once and falls slowly, which is easier to read.
      shown = Math.max(level.read(), shown * 0.85);
      paint(element, shown);
    }, 66);
    return () => {
      clearInterval(timer);
      level.close();
      paint(element, 0);
    };
  }, [track]);
  return (
    <div ref={root} className="relative flex h-5 flex-1 items-center gap-[3px]">
      <meter aria-label={t('media.level')} min={0} max={100} value={0} className="absolute size-px opacity-0" />
      {Array.from({ length: bars }, (_, index) => (
        <span
          key={index}
          className="h-full flex-1 rounded-sm bg-line data-lit:bg-accent data-lit:[forced-color-adjust:none]"
        />
      ))}
    </div>
  );
}

function paint(element: HTMLElement, level: number): void {
  const lit = Math.round(level * bars);
  const [meter, ...spans] = element.children;
  meter?.setAttribute('value', String(Math.round(level * 100)));
  for (const [index, span] of spans.entries()) span.toggleAttribute('data-lit', index < lit);
}
