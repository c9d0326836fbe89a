import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { createLevel } from './level.ts';

const bars = 20;

/** How loud I am, live: bars that light up. Painted without rendering, 15 times a second. */
export function LevelMeter({ track }: { readonly track: MediaStreamTrack | undefined }) {
  const { t } = useTranslation();
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = root.current;
    if (!track || !element) return;
    const level = createLevel(track);
    let shown = 0;
    const timer = setInterval(() => {
      // Up at once, down slowly: easier to read.
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
    <div
      ref={root}
      role="meter"
      aria-label={t('media.level')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      className="flex h-5 flex-1 items-center gap-[3px]"
    >
      {Array.from({ length: bars }, (_, index) => (
        <span key={index} className="h-full flex-1 rounded-sm bg-line data-lit:bg-accent data-lit:[forced-color-adjust:none]" />
      ))}
    </div>
  );
}

function paint(element: HTMLElement, level: number): void {
  const lit = Math.round(level * bars);
  element.setAttribute('aria-valuenow', String(Math.round(level * 100)));
  for (const [index, bar] of [...element.children].entries()) bar.toggleAttribute('data-lit', index < lit);
}
