import { excerpt } from '@plenum/shared/features/chat/messages';
import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { type ChatMessage, chat } from '@plenum/shared/features/chat/contract';
import { media } from '@plenum/shared/features/media/contract';
import { aside } from '@plenum/shared/core/aside';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { openPanel, useOpenPanel } from '../../app/meeting/panel/panels.ts';
import { usePreference } from '../../app/preferences/preferences.ts';
import { useMeeting, useSession } from '../../app/session.ts';
import { useSignal } from '../../app/preferences/signals.ts';
import { stateOf } from '../../core/store.ts';
import { announce } from '../../ui/Announcer.tsx';
import { showToast } from '../../ui/toasts.ts';
import { loadPanel } from './loadPanel.ts';
import { kindOf, Unheard } from './news.ts';
import { showOutside } from './outside.ts';
import { loadPlainWords, plainWords } from './plainWords.ts';
import { TypingDesk } from './desk/TypingDesk.ts';
import { useDesk } from './useChat.ts';
import { useUnsent } from './useUnsent.ts';

/** With more new messages at once than this, screen readers get the number instead of the words. */
const readOut = 3;
/** The least time between two signals, in ms, so that a lively chat is no alarm. */
const quietMs = 4_000;
let lastSignal = 0;

/** Announces new messages of others to screen readers, and by toast, sound or system notice as the person has chosen. */
export function ChatWatcher() {
  const session = useSession();
  const desk = useDesk();
  const state = useMeeting((all) => stateOf(all, chat));
  const tell = useTelling();
  useUnsent();
  const hear = useEffectEvent((news: ReadonlyMap<ChannelId, readonly ChatMessage[]>) => {
    for (const [channel, messages] of news) tell(channel, messages);
  });
  useEffect(() => {
    // From now on it hears who is typing, whichever panel is open.
    TypingDesk.of(session);
    // Loads the panel in advance; after a failure here, opening the panel shows the fault.
    loadPanel().catch(() => undefined);
    aside(loadPlainWords());
  }, [session]);
  useEffect(() => {
    desk.reconcile();
    hear(Unheard.of(session).take(state, session.store.getState().me.id));
  }, [state, desk, session]);
  return null;
}

function useTelling() {
  const { t } = useTranslation();
  const desk = useDesk();
  const me = useMeeting((all) => all.me.id);
  const signal = useSignal();
  const panel = useOpenPanel();
  const [notices] = usePreference('chatNotices');
  // The audience of a shared screen sees toasts and system notices too.
  const isSharing = useMeeting((all) => stateOf(all, media).streams[me]?.screen !== undefined);
  const words = ({ name, text, files = [] }: ChatMessage, channel: ChannelId) => {
    const said = text === '' ? t('chat.files', { count: files.length }) : excerpt(plainWords(text));
    if (channel === 'all') return t('chat.announce', { name, text: said });
    const to = channel === 'staff' ? 'Staff' : 'Private';
    return isSharing ? t(`chat.hidden${to}`, { name }) : t(`chat.announce${to}`, { name, text: said });
  };
  return (channel: ChannelId, messages: readonly ChatMessage[]) => {
    const last = messages.at(-1);
    if (!last) return;
    const isSeen = panel === 'chat' && desk.store.getState().open === channel && !document.hidden;
    const kind = kindOf(messages, channel, me);
    const wanted = notices[kind] && !isSeen;
    const go = () => {
      desk.show(channel);
      openPanel('chat');
    };
    // Screen readers also read a toast.
    if (wanted) showToast({ tone: 'calm', words: words(last, channel), action: { label: t('chat.show'), run: go } });
    else if (messages.length > readOut) announce(t('chat.unread', { count: messages.length }));
    else for (const message of messages) announce(words(message, channel));
    if (!isSeen && (wanted || kind !== 'everyone') && Date.now() - lastSignal > quietMs) {
      lastSignal = Date.now();
      signal('message');
    }
    if (wanted && notices.outside) {
      const body = channel === 'all' ? excerpt(plainWords(last.text)) : words(last, channel);
      showOutside({ title: last.name, body, tag: channel, onPress: go });
    }
  };
}
