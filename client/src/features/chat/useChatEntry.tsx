import { MessageSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openPanel } from '../../app/meeting/panel/panels.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { useUnread } from './conversation/conversations.ts';

/** The "More" menu's entry for the chat, with the number of new messages, when the bar has no room for its button. */
export function useChatEntry(folded: ReadonlySet<string>): readonly MenuEntry[] {
  const { t } = useTranslation();
  const unread = useUnread();
  if (!folded.has('chat')) return [];
  return [
    {
      id: 'chat',
      label: t('chat.title'),
      icon: <MessageSquare aria-hidden="true" className="size-5 text-dim" />,
      ...(unread > 0
        ? {
            hint: <span className="font-bold text-accent-text tabular">{unread}</span>,
            waits: { number: unread, words: t('chat.unread', { count: unread }) },
          }
        : {}),
      run: () => openPanel('chat'),
    },
  ];
}
