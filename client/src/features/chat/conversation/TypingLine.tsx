import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { presence } from '@plenum/shared/features/presence/contract';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useSession } from '../../../app/session.ts';
import { stateOf } from '../../../core/store.ts';
import { TypingDesk } from '../desk/TypingDesk.ts';

const nobody: readonly string[] = [];

/** The members who are typing here: up to two names, then "several people". Its space is reserved, so that nothing moves. */
export function TypingLine({ channel }: { readonly channel: ChannelId }) {
  const { t } = useTranslation();
  const session = useSession();
  const who = useStore(TypingDesk.of(session).store, (typing) => typing[channel] ?? nobody);
  const { members } = stateOf(session.store.getState(), presence);
  const [first, second, ...more] = who.map((id) => members[id]?.name ?? t('app.somebody'));
  const words =
    first === undefined
      ? ''
      : second === undefined
        ? t('chat.typingOne', { name: first })
        : more.length === 0
          ? t('chat.typingTwo', { first, second })
          : t('chat.typingSeveral');
  return <p className="min-h-5 truncate px-3.5 text-[0.8125rem] leading-5 text-dim">{words}</p>;
}
