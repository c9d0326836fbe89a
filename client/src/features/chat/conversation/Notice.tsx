import type { ChatMessage } from '@plenum/shared/features/chat/contract';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../../app/session.ts';
import { timeOfDay } from '../../../app/wordsOfTime.ts';

/** A notice in the conversation, such as "cleared". */
export function Notice({ message }: { readonly message: ChatMessage }) {
  const { t, i18n } = useTranslation();
  const isMe = useMeeting(({ me }) => me.id === message.from);
  return (
    <p className="px-3.5 pt-3 text-center text-sm text-dim">
      {isMe ? t('chat.clearedByYou') : t('chat.clearedBy', { name: message.name })} ·{' '}
      <time dateTime={new Date(message.at).toISOString()} className="tabular">
        {timeOfDay(message.at, i18n.language)}
      </time>
    </p>
  );
}
