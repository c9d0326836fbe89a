import { DoorOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openPanel } from '../../app/meeting/panel/panels.ts';
import { useHome } from '../../app/stayContext.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { planDeskOf } from './plan/planDesk.ts';
import { useManages, useRunning } from './useBreakout.ts';

/** The rooms in the "More" menu: for members who manage rooms when the bar has no room, for the others while rooms are open. */
export function useBreakoutEntry(folded: ReadonlySet<string>): readonly MenuEntry[] {
  const { t } = useTranslation();
  const plan = planDeskOf(useHome());
  const running = useRunning() !== undefined;
  const manages = useManages();
  if (manages ? !folded.has('breakout') : !running) return [];
  return [
    {
      id: 'breakout',
      label: t('breakout.entry'),
      icon: <DoorOpen aria-hidden="true" className="size-5 text-dim" />,
      run: () => (running ? openPanel('breakout') : plan.setState({ open: true })),
    },
  ];
}
