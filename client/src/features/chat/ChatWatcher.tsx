import { chat } from '@plenum/shared/features/chat/contract';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { announce } from '../../ui/Announcer.tsx';
import { useDesk } from './useChat.ts';

const longestRead = 200;

/** Has new messages of others read out, whether or not the panel is open. */
export function ChatWatcher() {
  const { t } = useTranslation();
  const desk = useDesk();
  const messages = useMeeting((state) => stateOf(state, chat).messages);
  const me = useMeeting((state) => state.me.id);
  const told = useRef(messages.at(-1)?.id);
  useEffect(() => {
    desk.reconcile();
    const from = messages.findLastIndex(({ id }) => id === told.current) + 1;
    told.current = messages.at(-1)?.id;
    const fresh = messages.slice(from).filter((message) => message.from !== me);
    if (fresh.length > 3) announce(t('chat.unread', { count: fresh.length }));
    else for (const { name, text } of fresh) announce(t('chat.announce', { name, text: text.slice(0, longestRead) }));
  }, [messages, me, desk, t]);
  return null;
}
