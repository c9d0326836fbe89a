import { ChartBar } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openPanel } from '../../app/meeting/panel/panels.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { useWaitingPolls } from './polls.ts';

/** The polls in the "More" menu, when the bar has no room for them. */
export function usePollEntry(folded: ReadonlySet<string>): readonly MenuEntry[] {
  const { t } = useTranslation();
  const waiting = useWaitingPolls();
  if (!folded.has('poll')) return [];
  return [
    {
      id: 'polls',
      label: t('poll.title'),
      icon: <ChartBar aria-hidden="true" className="size-5 text-dim" />,
      ...(waiting > 0
        ? {
            hint: <span className="font-bold text-accent-text tabular">{waiting}</span>,
            waits: { number: waiting, words: t('poll.waiting', { count: waiting }) },
          }
        : {}),
      run: () => openPanel('poll'),
    },
  ];
}
