import { talkOf } from '@plenum/shared/features/chat/channels';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import { MessageSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openPanel } from '../../app/meeting/panel/panels.ts';
import { useMeeting } from '../../app/session.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { useDesk, writableIn } from './useChat.ts';

/** The entry of a person's menu that opens the talk with them. */
export function useWriteEntry({ id, name }: PresentMember): readonly MenuEntry[] {
  const { t } = useTranslation();
  const desk = useDesk();
  const may = useMeeting((state) => state.me.id !== id && writableIn(state, talkOf(state.me.id, id)) === 'yes');
  if (!may) return [];
  const run = () => {
    desk.openTalk({ id, name });
    openPanel('chat');
  };
  const icon = <MessageSquare aria-hidden="true" className="size-5 text-dim" />;
  return [{ id: 'write', label: t('chat.writePrivately'), icon, run }];
}
