import { MessagesSquare } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { ChatComposer } from './ChatComposer.tsx';
import { ChatList } from './ChatList.tsx';
import { useDesk, useRows } from './useChat.ts';

/** Everybody's chat. */
export function ChatPanel() {
  const { t } = useTranslation();
  const desk = useDesk();
  const rows = useRows();
  const maySend = useMeeting(({ me }) => me.abilities.includes('chatSend'));
  useEffect(() => desk.open(), [desk]);
  return (
    <>
      <h2 className="sr-only">{t('chat.title')}</h2>
      {rows.length === 0 ? (
        <div className="flex flex-1 flex-col items-center justify-center gap-2 overflow-auto p-6 text-center">
          <MessagesSquare aria-hidden="true" className="size-9 text-dim" />
          <p className="font-bold">{t('chat.empty')}</p>
          <p className="text-dim">{t('chat.emptyBody')}</p>
        </div>
      ) : (
        <ChatList rows={rows} />
      )}
      {maySend ? <ChatComposer /> : <p className="border-t border-line p-4 text-dim">{t('chat.forbidden')}</p>}
    </>
  );
}
