import { lobby } from '@plenum/shared/features/lobby/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openPanel } from '../../app/meeting/panel/panels.ts';
import { useMeeting } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';

/** The "More" menu's entry for the list of people, with their number, when the bar has no room for its button. */
export function usePeopleEntry(folded: ReadonlySet<string>): readonly MenuEntry[] {
  const { t } = useTranslation();
  const count = useMeeting((state) => Object.keys(stateOf(state, presence).members).length);
  const waiting = useMeeting((state) => Object.keys(stateOf(state, lobby).waiting).length);
  if (!folded.has('people')) return [];
  return [
    {
      id: 'people',
      label: t('people.title'),
      icon: <Users aria-hidden="true" className="size-5 text-dim" />,
      ...(waiting > 0 && { waits: { number: waiting, words: t('people.waiting', { count: waiting }) } }),
      hint: <span className="text-dim tabular">{count}</span>,
      run: () => openPanel('people'),
    },
  ];
}
