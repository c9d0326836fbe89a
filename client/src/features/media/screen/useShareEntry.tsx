import { MonitorUp, MonitorX, Video, VideoOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MenuEntry } from '../../../ui/Menu.tsx';
import { canShareScreen } from '../local/captureScreen.ts';
import { useContentCamera, useContentCameraGroup } from './useContentCamera.ts';
import { useShare } from './useShare.ts';

/** The "More" menu's entry for sharing, when the bar has no room for it or the browser cannot share a screen. */
export function useShareEntry(folded: ReadonlySet<string>): readonly MenuEntry[] {
  const { t } = useTranslation();
  const { possible, sharing, toggle } = useShare();
  const { showing } = useContentCamera();
  const { entries: cameras } = useContentCameraGroup();
  const isFolded = folded.has('share');
  if (!isFolded && canShareScreen()) return [];
  const Icon = sharing ? MonitorX : MonitorUp;
  const screen: MenuEntry = {
    id: 'share',
    label: sharing ? t('media.stopSharing') : t('media.shareHint'),
    icon: <Icon aria-hidden="true" className="size-5 text-dim" />,
    run: toggle,
  };
  return [
    ...(isFolded && possible ? [screen] : []),
    ...cameras.map((entry, index) => ({
      ...entry,
      label: showing && index === 0 ? entry.label : t('media.contentCamera.show', { label: entry.label }),
      icon:
        showing && index === 0 ? (
          <VideoOff aria-hidden="true" className="size-5 text-dim" />
        ) : (
          <Video aria-hidden="true" className="size-5 text-dim" />
        ),
    })),
  ];
}
