import { MonitorUp, MonitorX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHotkey } from '../../../app/preferences/useHotkey.ts';
import { ControlButton } from '../../../ui/ControlButton.tsx';
import { useContentCameraGroup } from './useContentCamera.ts';
import { useShare } from './useShare.ts';
import type { MenuGroup } from '../../../ui/Menu.tsx';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';

/** Shares a screen with its sound, or stops sharing. */
export function ShareButton() {
  const { t } = useTranslation();
  const { possible, sharing, toggle } = useShare();
  const groups = [...useShareGroups(), useContentCameraGroup()];
  useHotkey('D', toggle);
  if (!possible) return null;
  return (
    <ControlButton
      icon={sharing ? <MonitorX aria-hidden="true" /> : <MonitorUp aria-hidden="true" />}
      word={sharing ? t('media.stopSharing') : t('media.share')}
      hint={sharing ? t('media.stopSharing') : t('media.shareHint')}
      hotkey="D"
      tone={sharing ? 'on' : 'plain'}
      onPress={toggle}
      split={{ label: t('media.shareOptions'), groups }}
    />
  );
}

const kinds = ['text', 'motion'] as const;

/** A menu group for the content of the shared screen. */
function useShareGroups(): readonly MenuGroup[] {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const kind = useLocal(({ memory }) => memory.shareKind);
  return [
    {
      id: 'share-kind',
      title: t('media.shareKind.title'),
      chosen: kind,
      entries: kinds.map((id) => ({ id, label: t(`media.shareKind.${id}`), run: () => local.shareAs(id) })),
    },
  ];
}
