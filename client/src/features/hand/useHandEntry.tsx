import { Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openPanel } from '../../app/meeting/panel/panels.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { useWaiting } from './queue.ts';

/** The "More" menu's entry for the queue, with the number of raised hands. */
export function useHandEntry(): readonly MenuEntry[] {
  const { t } = useTranslation();
  const waiting = useWaiting();
  return [
    {
      id: 'hands',
      label: t('hand.showQueue'),
      icon: <Hand aria-hidden="true" className="size-5 text-dim" />,
      ...(waiting > 0 ? { hint: <span className="text-dim tabular">{waiting}</span> } : {}),
      run: () => openPanel('hand'),
    },
  ];
}
