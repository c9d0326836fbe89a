import type { ChannelId } from '@plenum/shared/features/chat/channels';
import type { ChatMessage } from '@plenum/shared/features/chat/contract';
import { RotateCcw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../../app/errorWords.ts';
import { Button } from '../../../ui/Button.tsx';
import type { FailedMessage } from '../desk/failed.ts';
import { Message } from '../message/Message.tsx';
import { MessageText } from '../message/MessageText.tsx';
import type { Row } from './rows.ts';
import { useDesk } from '../useChat.ts';
import { useMeeting } from '../../../app/session.ts';
import { timeOfDay } from '../../../app/wordsOfTime.ts';

/** One line of a conversation. */
export function ChatRow({ row, channel }: { readonly row: Row; readonly channel: ChannelId }) {
  const { t } = useTranslation();
  switch (row.kind) {
    case 'message':
      return row.message.notice ? (
        <Notice message={row.message} />
      ) : (
        <Message message={row.message} first={row.first} channel={channel} />
      );
    case 'feed':
      return <div className="px-3.5 pt-3">{row.item.render()}</div>;
    case 'new':
      return (
        <p className="flex items-center gap-3 px-3.5 pt-3 text-sm font-bold text-accent-text before:h-px before:flex-1 before:bg-accent-text/50 after:h-px after:flex-1 after:bg-accent-text/50">
          {t('chat.newDivider')}
        </p>
      );
    case 'pending':
      return <Mine text={row.text} note={<span className="text-dim">{t('chat.pending')}</span>} faded />;
    case 'failed':
      return <Failed failed={row.failed} />;
  }
}

function Mine({
  text,
  note,
  faded = false,
}: {
  readonly text: string;
  readonly note: ReactNode;
  readonly faded?: boolean;
}) {
  return (
    <div className="pt-2 pr-3.5 pl-15">
      <div className={faded ? 'opacity-75' : undefined}>
        <MessageText text={text} />
      </div>
      <div className="text-sm">{note}</div>
    </div>
  );
}

function Failed({ failed }: { readonly failed: FailedMessage }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const text = failed.writing.text ?? t('chat.files', { count: failed.writing.files?.length ?? 0 });
  if (failed.retrying) return <Mine text={text} note={<span className="text-dim">{t('chat.pending')}</span>} faded />;
  const note = (
    <div role="alert" className="mt-1 flex flex-col gap-1 rounded-control bg-amber-soft p-2.5 text-amber-text">
      <p className="flex items-start gap-2">
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
        <span>
          <b>{t('chat.notSent')}.</b> {t(wordsOf(failed.code, failed.bound))}
        </span>
      </p>
      <div className="flex flex-wrap gap-1">
        <Button look="quiet" onPress={() => void desk.retry(failed.id)}>
          <RotateCcw aria-hidden="true" className="size-4" />
          {t('chat.sendAgain')}
        </Button>
        <Button look="quiet" onPress={() => desk.discard(failed.id)}>
          {t('chat.discard')}
        </Button>
      </div>
    </div>
  );
  return <Mine text={text} note={note} />;
}

/** A notice in the conversation, such as "cleared". */
function Notice({ message }: { readonly message: ChatMessage }) {
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
