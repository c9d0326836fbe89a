import { Maximize2, Minimize2, ZoomIn, ZoomOut } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { switchFullScreen } from '../../../ui/fullScreen.ts';

interface Props {
  readonly box: RefObject<HTMLElement | null>;
  readonly scale: number;
  readonly by: (factor: number) => void;
  readonly reset: () => void;
}

/** Zoom and full screen, below a shared screen. */
export function ScreenControls({ box, scale, by, reset }: Props) {
  const { t, i18n } = useTranslation();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(scale);
  return (
    <fieldset
      aria-label={t('media.screenControls')}
      className="absolute bottom-3 left-1/2 flex -translate-x-1/2 items-center rounded-control border border-line bg-surface text-text shadow-float"
    >
      <Button look="quiet" square aria-label={t('media.zoomOut')} isDisabled={scale <= 1} onPress={() => by(1 / 1.5)}>
        <ZoomOut aria-hidden="true" className="size-5" />
      </Button>
      <Button
        look="quiet"
        square
        aria-label={`${percent}, ${t('media.zoomReset')}`}
        isDisabled={scale <= 1}
        onPress={reset}
      >
        <span className="min-w-10 text-sm tabular">{percent}</span>
      </Button>
      <Button look="quiet" square aria-label={t('media.zoomIn')} isDisabled={scale >= 6} onPress={() => by(1.5)}>
        <ZoomIn aria-hidden="true" className="size-5" />
      </Button>
      <FullScreenButton box={box} />
    </fieldset>
  );
}

function FullScreenButton({ box }: { readonly box: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation();
  const [full, setFull] = useState(false);
  useEffect(() => {
    const changed = () => setFull(document.fullscreenElement === box.current && box.current !== null);
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, [box]);
  if (!document.fullscreenEnabled) return null;
  const toggle = () => switchFullScreen(full ? undefined : box.current);
  const Icon = full ? Minimize2 : Maximize2;
  return (
    <Button look="quiet" square aria-label={full ? t('media.exitFullScreen') : t('media.fullScreen')} onPress={toggle}>
      <Icon aria-hidden="true" className="size-5" />
    </Button>
  );
}
