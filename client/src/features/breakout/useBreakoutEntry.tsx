import { DoorOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openPanel } from '../../app/meeting/panel/panels.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { useManages, useRunning } from './useBreakout.ts';

/** The rooms in the "More" menu: for members who manage rooms, and for everybody while rooms are open. */
export function useBreakoutEntry(): readonly MenuEntry[] {
  const { t } = useTranslation();
  const running = useRunning() !== undefined;
  const manages = useManages();
  if (!running && !manages) return [];
  return [
    {
      id: 'breakout',
      label: t('breakout.entry'),
      icon: <DoorOpen aria-hidden="true" className="size-5 text-dim" />,
      run: () => openPanel('breakout'),
    },
  ];
}
