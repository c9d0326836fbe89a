import {
  Compass,
  Expand,
  Maximize2,
  Minimize2,
  MoveHorizontal,
  Presentation as PresentationIcon,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../app/session.ts';
import type { MenuEntry } from '../../../ui/Menu.tsx';
import type { Size } from '../../../ui/useSize.ts';
import { slideDeskOf } from '../desk.ts';
import type { useFullScreen } from './useFullScreen.ts';
import type { Looking } from './useLook.ts';
import { useSaves } from '../export/useSaves.tsx';
import { useSlideRights } from '../useSlides.ts';
import { fitWidth, isWhole, wholeOf, zoomOf, zoomTo } from './view.ts';

/** What the bar below the page works with. */
export interface BarProps {
  readonly looking: Looking;
  readonly stage: Size;
  readonly screen: ReturnType<typeof useFullScreen>;
}

/** Factor of one zoom step. */
const step = 1.5;

/** The actions for the visible page. */
export function useActs({ looking, stage, screen }: BarProps) {
  const { t } = useTranslation();
  const desk = slideDeskOf(useSession());
  const { shows, uploads } = useSlideRights();
  const { page, view, look, mode, leave } = looking;
  const saves = useSaves(looking.presentation, page);
  const sight = { page, view, stage };
  const to = (zoom: number) => look(zoomTo(sight, zoom));
  const zooms: readonly MenuEntry[] = [
    { id: 'whole', label: t('slides.wholePage'), icon: <Expand />, run: () => look(wholeOf(page)) },
    { id: 'width', label: t('slides.fitWidth'), icon: <MoveHorizontal />, run: () => look(fitWidth(sight)) },
    ...[2, 4].map((zoom) => ({ id: `${zoom}`, label: t('slides.zoom', { zoom }), run: () => to(zoom) })),
  ];
  const manage: MenuEntry = {
    id: 'manage',
    label: t('slides.manage'),
    icon: <PresentationIcon />,
    run: () => desk.setState({ managing: true }),
  };
  const full: MenuEntry | undefined = screen && {
    id: 'screen',
    label: screen.full ? t('slides.exitFullScreen') : t('slides.fullScreen'),
    icon: screen.full ? <Minimize2 /> : <Maximize2 />,
    run: screen.toggle,
  };
  return {
    zooms,
    zoomIn: { id: 'in', label: t('slides.zoomIn'), icon: <ZoomIn />, run: () => to(zoomOf(sight) * step) },
    zoomOut: {
      id: 'out',
      label: t('slides.zoomOut'),
      icon: <ZoomOut />,
      disabled: isWhole(page, view),
      run: () => to(zoomOf(sight) / step),
    },
    leave: {
      id: 'leave',
      label: mode === 'leading' ? t('slides.leaveLead') : t('slides.leave'),
      icon: <Compass />,
      run: leave,
    },
    screen: full,
    saves,
    manage: shows || uploads ? manage : undefined,
  };
}
