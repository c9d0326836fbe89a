import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { ChannelView } from './conversation/ChannelView.tsx';
import { ConversationList } from './conversation/ConversationList.tsx';
import { useDesk } from './useChat.ts';

/** The chat: one conversation, or the list of conversations. */
export function ChatPanel() {
  const { t } = useTranslation();
  const desk = useDesk();
  const open = useStore(desk.store, (state) => state.open);
  useEffect(() => {
    const { open: shown } = desk.store.getState();
    if (shown !== undefined) desk.markFirstNew(shown);
  }, [desk]);
  return (
    <>
      <h2 className="sr-only">{t('chat.title')}</h2>
      {open === undefined ? <ConversationList /> : <ChannelView key={open} channel={open} />}
    </>
  );
}
