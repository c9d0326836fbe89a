import {
  ChevronLeft,
  ChevronRight,
  Expand,
  Maximize2,
  Minimize2,
  MoveHorizontal,
  Presentation as PresentationIcon,
  Users,
  UserX,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import type { ReactElement } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useFeatures } from '../../app/slots.ts';
import { useSession } from '../../app/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { Tip } from '../../ui/Tip.tsx';
import type { Size } from '../../ui/useSize.ts';
import { slideDeskOf } from './desk.ts';
import type { useFullScreen } from './useFullScreen.ts';
import type { Looking } from './useLook.ts';
import { useSlideDesk, useSlideRights } from './useSlides.ts';
import { fitWidth, isWhole, wholeOf, zoomOf, zoomTo } from './view.ts';
import { useWords } from './words.ts';

interface Props {
  readonly looking: Looking;
  readonly stage: Size;
  readonly screen: ReturnType<typeof useFullScreen>;
}

/** One step of zooming. */
const step = 1.5;

/** Under the page: which one it is, how it is seen, and with whom. */
export function FootBar({ looking, stage, screen }: Props) {
  const { t } = useTranslation();
  return (
    <div
      role="toolbar"
      aria-label={t('slides.controls')}
      className="flex shrink-0 flex-wrap items-center justify-center gap-x-2 border-t border-line bg-surface px-1 text-text"
    >
      <TurnButtons looking={looking} />
      <ZoomButtons looking={looking} stage={stage} />
      {screen && (
        <Act
          words={screen.full ? t('slides.exitFullScreen') : t('slides.fullScreen')}
          icon={screen.full ? <Minimize2 /> : <Maximize2 />}
          run={screen.toggle}
        />
      )}
      <Together looking={looking} />
      <Manage />
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

function ZoomButtons({ looking, stage }: { readonly looking: Looking; readonly stage: Size }) {
  const { t } = useTranslation();
  const { page, view, look } = looking;
  const sight = { page, view, stage };
  const zoom = zoomOf(sight);
  const to = (wanted: number) => look(zoomTo(sight, wanted));
  const whole = isWhole(page, view);
  const entries: readonly MenuEntry[] = [
    { id: 'whole', label: t('slides.wholePage'), icon: <Expand />, run: () => look(wholeOf(page)) },
    {
      id: 'width',
      label: t('slides.fitWidth'),
      icon: <MoveHorizontal />,
      run: () => look(fitWidth(sight)),
    },
    { id: 'two', label: t('slides.zoom', { zoom: 2 }), run: () => to(2) },
    { id: 'four', label: t('slides.zoom', { zoom: 4 }), run: () => to(4) },
  ];
  return (
    <div className="flex items-center">
      <Act words={t('slides.zoomOut')} icon={<ZoomOut />} run={() => to(zoom / step)} off={whole} />
      <Menu
        label={t('slides.zoomMenu')}
        placement="top"
        groups={[{ id: 'zoom', entries }]}
        trigger={
          <AriaButton className="min-h-11 min-w-14 rounded-control px-1 tabular data-hovered:bg-raised data-pressed:bg-hover">
            {t('slides.zoom', { zoom: Number.isFinite(zoom) ? zoom : 1 })}
          </AriaButton>
        }
      />
      <Act words={t('slides.zoomIn')} icon={<ZoomIn />} run={() => to(zoom * step)} />
    </div>
  );
}

/** Whether I look where all look; who shows the slides goes on showing them, or looks around alone. */
function Together({ looking }: { readonly looking: Looking }) {
  const { t } = useTranslation();
  const { mode, join, leave } = looking;
  if (mode === 'own') {
    return (
      <Button look="primary" onPress={join}>
        <Users aria-hidden="true" className="size-5" />
        {t('slides.join')}
      </Button>
    );
  }
  return <Act words={mode === 'leading' ? t('slides.leaveLead') : t('slides.leave')} icon={<UserX />} run={leave} />;
}

function Manage() {
  const { t } = useTranslation();
  const desk = slideDeskOf(useSession());
  const { shows, uploads } = useSlideRights();
  if (!shows && !uploads) return null;
  return <Act words={t('slides.manage')} icon={<PresentationIcon />} run={() => desk.setState({ managing: true })} />;
}

/** What other features make of the words on the page. */
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
  readonly icon: ReactElement;
  readonly run: () => void;
  readonly off?: boolean;
}

function Act({ words, icon, run, off = false }: ActProps) {
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
