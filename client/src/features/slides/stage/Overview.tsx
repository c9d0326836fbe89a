import type { Page } from '@plenum/shared/features/slides/contract';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import { PagePicture } from '../pages/PagePicture.tsx';
import type { Looking } from './useLook.ts';
import { boxOf, wholeOf } from './view.ts';

const size = { width: 128, height: 96 };

/** Small pictures of all pages, to jump to one. */
export function Overview({ looking }: { readonly looking: Looking }) {
  const { t } = useTranslation();
  const { presentation, page } = looking;
  return (
    <nav
      aria-label={t('slides.overview')}
      className="animate-fade absolute inset-x-0 bottom-0 z-20 max-h-full overflow-y-auto border-t border-line bg-surface shadow-float"
    >
      <ol className="flex gap-2 overflow-x-auto p-2">
        {presentation.pages.map((one, index) => (
          <li key={one.id}>
            <Thumbnail looking={looking} page={one} number={index + 1} chosen={one.id === page.id} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface Props {
  readonly looking: Looking;
  readonly page: Page;
  readonly number: number;
  readonly chosen: boolean;
}

function Thumbnail({ looking, page, number, chosen }: Props) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const seen = useSeen(place);
  useEffect(() => {
    if (chosen) place.current?.scrollIntoView?.({ block: 'nearest', inline: 'center' });
  }, [chosen]);
  const view = wholeOf(page);
  const box = boxOf(view, size);
  return (
    <Button
      aria-label={t('slides.toPage', { page: number })}
      aria-current={chosen && 'page'}
      onPress={() => looking.turn(page.id)}
      className={cx(
        'flex flex-col items-center gap-1 rounded-control border-2 p-1 data-hovered:bg-raised',
        chosen ? 'border-accent-text' : 'border-transparent',
      )}
    >
      <div ref={place} className="relative" style={size}>
        {seen && (
          <div className="absolute overflow-hidden" style={box}>
            <PagePicture presentation={looking.presentation} page={page} view={view} box={box} />
          </div>
        )}
      </div>
      <span className="text-sm tabular">{number}</span>
    </Button>
  );
}

/** True once the element has been in view. */
function useSeen(place: RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element || seen) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [place, seen]);
  return seen;
}
