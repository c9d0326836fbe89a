import { isolated } from '@plenum/shared/core/direction';
import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { type ChatMessage, chat } from '@plenum/shared/features/chat/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { ToggleButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useMeeting, useSession } from '../../../app/session.ts';
import { useAsk } from '../../../app/useAsk.ts';
import { stateOf } from '../../../core/store.ts';
import { Tip } from '../../../ui/Tip.tsx';
import { useWritable } from '../useChat.ts';

/** The number of names beside an emoji; the rest is a number. */
const mostNames = 5;

/** The reactions to a message, with numbers and names. Pressing one adds or removes mine. */
export function Reactions({ message, channel }: { readonly message: ChatMessage; readonly channel: ChannelId }) {
  const { t } = useTranslation();
  return (
    <ul aria-label={t('chat.reactions')} className="flex flex-wrap gap-1 pt-1 pb-0.5">
      {Object.entries(message.reactions ?? {}).map(([emoji, members]) => (
        <li key={emoji}>
          <One place={{ channel, id: message.id }} emoji={emoji} members={members} />
        </li>
      ))}
    </ul>
  );
}

interface Props {
  readonly place: { readonly channel: ChannelId; readonly id: string };
  readonly emoji: string;
  readonly members: readonly string[];
}

function One({ place, emoji, members }: Props) {
  const { t, i18n } = useTranslation();
  const ask = useAsk();
  const session = useSession();
  const me = useMeeting((state) => state.me.id);
  const writable = useWritable(place.channel);
  const isMine = members.includes(me);
  const names = members.slice(0, mostNames).map((member) => {
    if (member === me) return t('app.you');
    const state = session.store.getState();
    const unknown = state.me.abilities.includes('memberSee') ? t('chat.somebodyGone') : t('app.somebody');
    return stateOf(state, presence).members[member]?.name ?? unknown;
  });
  const more = members.length - names.length;
  const all = more > 0 ? [...names, t('chat.andMore', { count: more })] : names;
  // The accessible name begins with the visible text, because users of speech control say what they see.
  const count = `${emoji} ${members.length}`;
  const who = new Intl.ListFormat(i18n.language).format(all.map(isolated));
  return (
    <Tip words={t('chat.reactedBy', { emoji, names: who })}>
      <ToggleButton
        aria-label={`${count} ${who}`}
        isSelected={isMine}
        isDisabled={writable !== 'yes'}
        onChange={(on) => void ask(chat, 'react', { ...place, emoji, on })}
        className="inline-flex min-h-7 items-center gap-1 rounded-full border border-line bg-raised px-2 text-sm tabular data-selected:border-accent-text data-selected:bg-accent-soft pointer-coarse:min-h-9"
      >
        {count}
      </ToggleButton>
    </Tip>
  );
}
