import { Video, VideoOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MenuEntry } from '../../../ui/Menu.tsx';
import { useCameraSwitch } from './useCameraSwitch.ts';

/** The "More" menu's entry for the camera, when the bar has no room for its button. */
export function useCameraEntry(folded: ReadonlySet<string>): readonly MenuEntry[] {
  const { t } = useTranslation();
  const { on, starting, toggle } = useCameraSwitch();
  if (!folded.has('camera')) return [];
  const stops = on || starting;
  const Icon = stops ? VideoOff : Video;
  return [
    {
      id: 'camera',
      label: stops ? t('media.cameraOff') : t('media.cameraOn'),
      icon: <Icon aria-hidden="true" className="size-5 text-dim" />,
      run: () => void toggle(),
    },
  ];
}
