import { ChevronLeft, ChevronRight, Download, Ellipsis, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../app/session.ts';
import { useFeatures } from '../../../app/house.ts';
import { Button } from '../../../ui/Button.tsx';
import { Menu, type MenuEntry } from '../../../ui/Menu.tsx';
import { remInPx } from '../../../ui/rem.ts';
import { Tip } from '../../../ui/Tip.tsx';
import { slideDeskOf } from '../desk.ts';
import { type BarProps, useActs } from './useActs.tsx';
import type { Looking } from './useLook.ts';
import { useSlideDesk } from '../useSlides.ts';
import { zoomOf } from './view.ts';
import { useWords } from '../pages/words.ts';

/** From this width on, in rem, the actions have their words beside their signs. */
const wide = 66;

/** Below this width, in px, the stage has the compact bar. */
const narrowest = 600;

/** The bar below the page: page number, zoom, and who leads. */
export function FootBar({ looking, stage, screen }: BarProps) {
  const { t } = useTranslation();
  const features = useFeatures();
  return (
    <div
      role="toolbar"
      aria-label={t('slides.controls')}
      className="flex shrink-0 flex-wrap items-center justify-center gap-x-2 border-t border-line bg-surface px-1 text-text"
    >
      {features.map(({ name, PageFootTools }) => PageFootTools && <PageFootTools key={name} />)}
      <TurnButtons looking={looking} />
      {stage.width < narrowest ? (
        <AllInOne {...{ looking, stage, screen }} />
      ) : (
        <Apart {...{ looking, stage, screen }} />
      )}
      <Offers looking={looking} />
    </div>
  );
}

function TurnButtons({ looking }: { readonly looking: Looking }) {
  const { t } = useTranslation();
  const desk = slideDeskOf(useSession());
  const { overview } = useSlideDesk();
  const { presentation, index, turn } = looking;
  const { pages } = presentation;
  const [before, after] = [pages[index - 1], pages[index + 1]];
  return (
    <div className="flex items-center">
      <Act words={t('slides.previous')} icon={<ChevronLeft />} run={() => before && turn(before.id)} off={!before} />
      <AriaButton
        aria-label={t('slides.overviewHint', { page: index + 1, of: pages.length })}
        aria-expanded={overview}
        onPress={() => desk.setState({ overview: !overview })}
        className="min-h-11 min-w-16 rounded-control px-2 tabular data-hovered:bg-raised data-pressed:bg-hover"
      >
        {t('slides.numbers', { page: index + 1, of: pages.length })}
      </AriaButton>
      <Act words={t('slides.next')} icon={<ChevronRight />} run={() => after && turn(after.id)} off={!after} />
    </div>
  );
}

/** All actions but turning pages, as buttons. */
function Apart({ looking, stage, screen }: BarProps) {
  const { t } = useTranslation();
  const { page, view, mode, join } = looking;
  const acts = useActs({ looking, stage, screen });
  const zoom = zoomOf({ page, view, stage });
  const named = stage.width >= wide * remInPx();
  return (
    <>
      <div className="flex items-center">
        <ActOf act={acts.zoomOut} />
        <Menu
          label={t('slides.zoomMenu')}
          placement="top"
          groups={[{ id: 'zoom', entries: acts.zooms }]}
          trigger={
            <AriaButton
              aria-label={t('slides.zoomName', { zoom: Number.isFinite(zoom) ? zoom : 1 })}
              className="min-h-11 min-w-14 rounded-control px-1 tabular data-hovered:bg-raised data-pressed:bg-hover"
            >
              {t('slides.zoom', { zoom: Number.isFinite(zoom) ? zoom : 1 })}
            </AriaButton>
          }
        />
        <ActOf act={acts.zoomIn} />
      </div>
      {acts.screen && <ActOf act={acts.screen} named={named} />}
      {mode === 'own' ? (
        <Button look="primary" onPress={join}>
          <Users aria-hidden="true" className="size-5" />
          {t('slides.join')}
        </Button>
      ) : (
        <ActOf act={acts.leave} named={named} />
      )}
      {acts.saves.length > 0 && (
        <Menu
          label={t('slides.saveMenu')}
          placement="top"
          groups={[{ id: 'save', entries: acts.saves }]}
          trigger={
            <Button look="quiet" square={!named} aria-label={t('slides.saveMenu')}>
              <Download aria-hidden="true" className="size-5" />
              {named && t('slides.saveMenu')}
            </Button>
          }
        />
      )}
      {acts.manage && <ActOf act={acts.manage} named={named} />}
    </>
  );
}

/** The same for a narrow stage: the way back to the common page stays visible. */
function AllInOne({ looking, stage, screen }: BarProps) {
  const { t } = useTranslation();
  const acts = useActs({ looking, stage, screen });
  const own = looking.mode === 'own';
  const rest = [own ? undefined : acts.leave, acts.screen, acts.manage].filter((act) => act !== undefined);
  return (
    <>
      {own && <Act words={t('slides.join')} icon={<Users />} run={looking.join} />}
      <Menu
        label={t('slides.controls')}
        placement="top"
        groups={[
          { id: 'zoom', title: t('slides.zoomMenu'), entries: [acts.zoomIn, acts.zoomOut, ...acts.zooms] },
          { id: 'rest', entries: rest },
          { id: 'save', title: t('slides.saveMenu'), entries: acts.saves },
        ]}
        trigger={
          <Button look="quiet" square aria-label={t('slides.controls')}>
            <Ellipsis aria-hidden="true" className="size-5" />
          </Button>
        }
      />
    </>
  );
}

/** What other features offer for the text of the page. */
function Offers({ looking }: { readonly looking: Looking }) {
  const features = useFeatures();
  const lines = useWords(looking.presentation, looking.page);
  if (!lines || lines.length === 0) return null;
  const text = lines.join('\n');
  return features.map(
    ({ name, TextOffer }) => TextOffer && <TextOffer key={`${name}/${looking.page.id}`} text={text} />,
  );
}

interface ActProps {
  readonly words: string;
  readonly icon: ReactNode;
  readonly run: () => void;
  readonly off?: boolean;
  /** True: the words stand beside the sign. */
  readonly named?: boolean;
}

function ActOf({
  act: { label, icon, run, disabled = false },
  named,
}: {
  readonly act: MenuEntry;
  readonly named?: boolean;
}) {
  return <Act words={label} icon={icon} run={run} off={disabled} named={named ?? false} />;
}

function Act({ words, icon, run, off = false, named = false }: ActProps) {
  if (named) {
    return (
      <Button look="quiet" onPress={run} isDisabled={off}>
        <span aria-hidden="true" className="[&>svg]:size-5">
          {icon}
        </span>
        {words}
      </Button>
    );
  }
  return (
    <Tip words={words}>
      <Button look="quiet" square aria-label={words} onPress={run} isDisabled={off}>
        <span aria-hidden="true" className="[&>svg]:size-5">
          {icon}
        </span>
      </Button>
    </Tip>
  );
}
