import { ChartBar } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openPanel } from '../../app/meeting/panel/panels.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { useNarrow, useWaitingPolls } from './polls.ts';

/** The polls in the "More" menu, where the bar has no room for them. */
export function usePollEntry(): readonly MenuEntry[] {
  const { t } = useTranslation();
  const waiting = useWaitingPolls();
  const narrow = useNarrow();
  if (!narrow) return [];
  return [
    {
      id: 'polls',
      label: t('poll.title'),
      icon: <ChartBar aria-hidden="true" className="size-5 text-dim" />,
      ...(waiting > 0 ? { hint: <span className="font-bold text-accent-text tabular">{waiting}</span> } : {}),
      run: () => openPanel('poll'),
    },
  ];
}
