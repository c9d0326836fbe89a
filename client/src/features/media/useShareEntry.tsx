import { MonitorUp, MonitorX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { useShare } from './useShare.ts';

/** Sharing in the "More" menu, where the bar has no place for it and the browser can do it. */
export function useShareEntry(phone: boolean): readonly MenuEntry[] {
  const { t } = useTranslation();
  const { possible, sharing, toggle } = useShare();
  if (!phone || !possible) return [];
  const Icon = sharing ? MonitorX : MonitorUp;
  return [
    {
      id: 'share',
      label: sharing ? t('media.stopSharing') : t('media.shareHint'),
      icon: <Icon aria-hidden="true" className="size-5 text-dim" />,
      run: toggle,
    },
  ];
}
