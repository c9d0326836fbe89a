import type { Page, Presentation } from '@plenum/shared/features/slides/contract';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFeatures } from '../../../app/house.ts';
import type { PageOnStage } from '../slot.ts';
import { signOf } from '../../../ui/signOf.ts';
import { cx } from '../../../ui/cx.ts';
import { useSize } from '../../../ui/useSize.ts';
import { FootBar } from './FootBar.tsx';
import { Layers } from './Layers.tsx';
import { Overview } from './Overview.tsx';
import { PagePicture } from '../pages/PagePicture.tsx';
import { useFullScreen } from './useFullScreen.ts';
import { useGestures } from './useGestures.ts';
import { type Looking, useLook } from './useLook.ts';
import { useSlideDesk } from '../useSlides.ts';
import { boxOf, zoomOf, zoomTo } from './view.ts';
import { useWords } from '../pages/words.ts';

/** The page on the stage, with the features' layers and tools. */
export function SlideStage() {
  const looking = useLook();
  return looking && <StageOf looking={looking} />;
}

function StageOf({ looking }: { readonly looking: Looking }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const stage = useSize(place);
  const { overview } = useSlideDesk();
  const screen = useFullScreen();
  useGestures(place, looking, stage);
  const { presentation, index, page, view } = looking;
  const box = stage.width > 0 ? boxOf(view, stage) : undefined;
  const onStage: PageOnStage = { id: page.id, width: page.width, height: page.height, view, place: 'stage' };
  return (
    <div className={cx('inset-0 flex flex-col bg-stage', screen?.full ? 'fixed z-30' : 'absolute')}>
      <div className="relative flex min-h-0 flex-1 flex-col-reverse sm:flex-row">
        <Tools page={onStage} />
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys turn the pages of what has the focus. */}
        <section
          ref={place}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that keys reach it.
          tabIndex={0}
          aria-label={t('slides.pageOf', { name: presentation.name, page: index + 1, of: presentation.pages.length })}
          onKeyDown={(event) => turnByKey(event, looking, (zoom) => look(zoom))}
          className="relative min-h-0 min-w-0 flex-1 touch-none overflow-hidden -outline-offset-3"
        >
          {box && (
            <div className="absolute" style={box}>
              <PagePicture presentation={presentation} page={page} view={view} box={box} />
              <Layers page={onStage} />
            </div>
          )}
          <PageWords presentation={presentation} page={page} />
        </section>
        {overview && <Overview looking={looking} />}
      </div>
      <FootBar looking={looking} stage={stage} screen={screen} />
    </div>
  );

  function look(factor: number) {
    const sight = { page, view, stage };
    looking.look(zoomTo(sight, factor === 0 ? 1 : zoomOf(sight) * factor));
  }
}

function Tools({ page }: { readonly page: PageOnStage }) {
  return useFeatures().map(({ name, PageTools }) => PageTools && <PageTools key={name} page={page} />);
}

/** One step of zooming in. */
const zoomStep = 1.25;

function turnByKey(event: KeyboardEvent, looking: Looking, zoomBy: (factor: number) => void): void {
  if (
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.target !== event.currentTarget
  ) {
    return;
  }
  const { presentation, index } = looking;
  const last = presentation.pages.length - 1;
  const target: Readonly<Record<string, number>> = {
    ArrowRight: index + 1,
    PageDown: index + 1,
    ArrowLeft: index - 1,
    PageUp: index - 1,
    Home: 0,
    End: last,
  };
  const next = target[event.key];
  const zoom: Readonly<Record<string, number>> = { '+': zoomStep, '=': zoomStep, '-': 1 / zoomStep, 0: 0 };
  const factor = zoom[signOf(event)];
  if (next === undefined && factor === undefined) return;
  event.preventDefault();
  if (factor !== undefined) zoomBy(factor);
  const page = next === undefined ? undefined : presentation.pages[next];
  if (page && next !== index) looking.turn(page.id);
}

/** The text of a page for screen readers. */
function PageWords({ presentation, page }: { readonly presentation: Presentation; readonly page: Page }) {
  const { t } = useTranslation();
  const lines = useWords(presentation, page);
  if (!lines || lines.length === 0) return null;
  return (
    <div className="sr-only" role="document" aria-label={t('slides.textOfPage')}>
      {lines.map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no other name, and never change.
        <p key={index} dir="auto">
          {line}
        </p>
      ))}
    </div>
  );
}
