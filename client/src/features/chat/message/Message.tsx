import type { ChannelId } from '@plenum/shared/features/chat/channels';
import type { ChatMessage } from '@plenum/shared/features/chat/contract';
import { CornerDownRight, Pin, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useMeeting } from '../../../app/session.ts';
import { timeOfDay } from '../../../app/wordsOfTime.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { cx } from '../../../ui/cx.ts';
import { Files } from './Files.tsx';
import { MessageActions } from './MessageActions.tsx';
import { MessageText, MessageWords } from './MessageText.tsx';
import { Reactions } from './Reactions.tsx';
import { useDesk } from '../useChat.ts';
import { useIsPinned } from './usePins.ts';

interface Props {
  readonly message: ChatMessage;
  /** False when the message continues the group above it, without a name of its own. */
  readonly first: boolean;
  readonly channel: ChannelId;
}

/** One message with its quote, its files and its actions. */
export function Message({ message, first, channel }: Props) {
  const isMe = useMeeting(({ me }) => me.id === message.from);
  const isTarget = useStore(useDesk().store, ({ target }) => target === message.id);
  const meMentioned = useMeeting(({ me }) => message.mentions?.some(({ id }) => id === me.id) ?? false);
  return (
    <article
      data-message={message.id}
      className={cx(
        'group/message relative flex gap-2.5 px-3.5 hover:bg-raised/40 focus-within:bg-raised/40',
        first ? 'pt-3' : 'pt-0.5',
        meMentioned && 'bg-accent-soft/50 shadow-[inset_3px_0_0_var(--accent-text)]',
        isTarget && 'bg-amber-soft',
      )}
    >
      {first ? <Avatar id={message.from} name={message.name} size="36px" /> : <span className="w-9 shrink-0" />}
      <div className="min-w-0 flex-1">
        {first && <Head message={message} isMe={isMe} />}
        {message.deleted ? <Stub message={message} /> : <Body message={message} channel={channel} />}
      </div>
      {!message.deleted && <MessageActions message={message} channel={channel} />}
    </article>
  );
}

function Head({ message, isMe }: { readonly message: ChatMessage; readonly isMe: boolean }) {
  const { t, i18n } = useTranslation();
  return (
    <h3 className="flex items-baseline gap-2 leading-5">
      <span dir="auto" className={cx('min-w-0 truncate font-bold', message.role && 'text-accent-text')}>
        {isMe ? t('app.you') : message.name}
      </span>
      {message.role && (
        <span className="shrink-0 rounded-full border border-accent-text/60 px-1.5 text-xs text-accent-text">
          {message.role === 'host' ? t('chat.host') : t('chat.moderator')}
        </span>
      )}
      <time dateTime={new Date(message.at).toISOString()} className="shrink-0 text-[0.8125rem] text-dim tabular">
        {timeOfDay(message.at, i18n.language)}
      </time>
    </h3>
  );
}

function Body({ message, channel }: { readonly message: ChatMessage; readonly channel: ChannelId }) {
  const { t } = useTranslation();
  const isPinned = useIsPinned(message.id);
  return (
    <>
      {message.reply && <Quoted message={message} channel={channel} />}
      {message.text !== '' && <MessageText text={message.text} mentions={message.mentions} />}
      {(message.editedAt !== undefined || isPinned) && (
        <p className="flex items-center gap-2 text-[0.8125rem] text-dim">
          {isPinned && (
            <span className="inline-flex items-center gap-1">
              <Pin aria-hidden="true" className="size-3" />
              {t('chat.pinned')}
            </span>
          )}
          {message.editedAt !== undefined && <span>{t('chat.edited')}</span>}
        </p>
      )}
      {message.files && <Files files={message.files} />}
      {message.reactions && <Reactions message={message} channel={channel} />}
    </>
  );
}

function Quoted({ message, channel }: { readonly message: ChatMessage; readonly channel: ChannelId }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { reply } = message;
  if (!reply) return null;
  return (
    <button
      type="button"
      onClick={() => void desk.scrollTo(channel, reply.id)}
      className="mt-0.5 mb-1 flex w-full min-w-0 items-start gap-1.5 rounded-control border-s-3 border-edge bg-raised/60 px-2 py-1 text-start text-sm text-dim"
    >
      <span className="sr-only">{t('chat.showQuoted', { name: reply.name })}: </span>
      <CornerDownRight aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="font-bold">
          {reply.name}
        </span>
        <span dir="auto" className={cx('line-clamp-2 [overflow-wrap:anywhere]', reply.text === '' && 'italic')}>
          {reply.text === '' ? t('chat.quoteDeleted') : <MessageWords text={reply.text} />}
        </span>
      </span>
    </button>
  );
}

function Stub({ message }: { readonly message: ChatMessage }) {
  const { t } = useTranslation();
  const me = useMeeting((state) => state.me.id);
  const { deleted } = message;
  if (!deleted) return null;
  const words =
    deleted.by === message.from
      ? t('chat.deleted')
      : deleted.by === me
        ? t('chat.deletedByYou')
        : t('chat.deletedBy', { name: deleted.name });
  return (
    <p className="flex items-center gap-1.5 text-dim italic">
      <Trash2 aria-hidden="true" className="size-3.5 shrink-0" />
      <span dir="auto">{words}</span>
    </p>
  );
}
