import { isolated } from '@plenum/shared/core/direction';
import { isStaff } from '@plenum/shared/core/abilities';
import { withoutAccents } from '@plenum/shared/core/compare';
import type { Conversation } from './conversations.ts';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import { MessagesSquare, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Input, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { usePeople } from '../../../app/meeting/stage/people.ts';
import { useMeeting } from '../../../app/session.ts';
import { timeOfDay } from '../../../app/wordsOfTime.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { useConversations } from './conversations.ts';
import { MessageWords } from '../message/MessageText.tsx';
import { useDesk } from '../useChat.ts';

const row =
  'flex min-h-14 w-full items-center gap-3 rounded-control px-2.5 py-1.5 text-start -outline-offset-2 hover:bg-raised';

/** All conversations with their new messages, and the people with whom a talk can begin. */
export function ConversationList() {
  const { t } = useTranslation();
  const conversations = useConversations();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-1.5">
      <h3 className="px-2.5 pt-2 pb-1 font-bold">{t('chat.conversations')}</h3>
      <ul>
        {conversations.map((conversation) => (
          <li key={conversation.channel}>
            <Line conversation={conversation} />
          </li>
        ))}
      </ul>
      <Others known={conversations.flatMap(({ other }) => other?.id ?? [])} />
    </div>
  );
}

function Line({ conversation }: { readonly conversation: Conversation }) {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const { channel, other, last, unread } = conversation;
  const title = other?.name ?? (channel === 'staff' ? t('chat.moderators') : t('chat.everyone'));
  return (
    <button type="button" onClick={() => desk.show(channel)} className={row}>
      {other ? (
        <Avatar id={other.id} name={other.name} size="36px" />
      ) : (
        <span className="grid size-9 shrink-0 place-items-center rounded-full bg-raised text-accent-text">
          {channel === 'staff' ? (
            <ShieldCheck aria-hidden="true" className="size-5" />
          ) : (
            <MessagesSquare aria-hidden="true" className="size-5" />
          )}
        </span>
      )}
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate font-bold">
            <bdi>{title}</bdi>
          </span>
          {last && (
            <time className="shrink-0 text-[0.8125rem] text-dim tabular">{timeOfDay(last.at, i18n.language)}</time>
          )}
        </span>
        <span className="flex items-center gap-2 text-sm text-dim">
          <span className="min-w-0 flex-1 truncate">
            <bdi>
              <LastWords conversation={conversation} />
            </bdi>
          </span>
          {unread > 0 && (
            <span className="shrink-0 rounded-full bg-accent px-1.5 text-xs leading-5 font-bold text-accent-ink tabular">
              <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
              <span className="sr-only">{t('chat.unread', { count: unread })}</span>
            </span>
          )}
        </span>
      </span>
    </button>
  );
}

function LastWords({ conversation: { channel, other, last } }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const isMe = useMeeting(({ me }) => me.id === last?.from);
  if (other && !other.here) return t('chat.hasLeft');
  if (!last) return channel === 'staff' ? t('chat.onlyModerators') : t('chat.empty');
  if (last.notice) return t('chat.clearedBy', { name: last.name });
  if (last.deleted) return t('chat.deleted');
  const by = isMe ? `${t('app.you')}: ` : other ? '' : `${isolated(last.name)}: `;
  return (
    <>
      {by}
      <bdi>
        {last.text === '' ? (last.files ?? []).map(({ name }) => name).join(', ') : <MessageWords text={last.text} />}
      </bdi>
    </>
  );
}

/** The people without a talk to whom I may write. */
function Others({ known }: { readonly known: readonly string[] }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [query, setQuery] = useState('');
  const people = usePeople();
  const { id, mayAll } = useMeeting(
    useShallow(({ me }) => ({ id: me.id, mayAll: me.abilities.includes('chatPrivate') || isStaff(me) })),
  );
  const reachable = people.filter((one) => one.id !== id && !known.includes(one.id) && (mayAll || isStaff(one)));
  const wanted = withoutAccents(query);
  const found = reachable.filter(({ name }) => withoutAccents(name).includes(wanted));
  if (reachable.length === 0) return null;
  return (
    <>
      <h3 className="px-2.5 pt-4 pb-1 font-bold">{t('chat.writeTo')}</h3>
      {!mayAll && <p className="px-2.5 pb-1 text-sm text-dim">{t('chat.onlyToModerators')}</p>}
      {reachable.length > 8 && (
        <SearchField aria-label={t('chat.findPerson')} value={query} onChange={setQuery} className="px-2.5 py-1">
          <Input
            placeholder={t('chat.findPerson')}
            className="min-h-11 w-full rounded-control border border-edge bg-ground px-3"
          />
        </SearchField>
      )}
      <ul>
        {found.slice(0, 100).map((person: PresentMember) => (
          <li key={person.id}>
            <button type="button" onClick={() => desk.openTalk(person)} className={row}>
              <Avatar id={person.id} name={person.name} size="36px" />
              <span className="min-w-0 flex-1 truncate">
                <bdi>{person.name}</bdi>
              </span>
              {isStaff(person) && (
                <span className="shrink-0 text-sm text-dim">
                  {person.role === 'host' ? t('chat.host') : t('chat.moderator')}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
