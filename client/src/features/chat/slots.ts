import { MessageSquare } from 'lucide-react';
import { lazyPart } from '../../app/lazyPart.tsx';
import type { FeatureSlots } from '../../app/slots.ts';
import { ChatButton } from './ChatButton.tsx';
import { ChatWatcher } from './ChatWatcher.tsx';
import { loadPanel } from './loadPanel.ts';
import { UnreadBadge } from './ChatButton.tsx';
import { useChatEntry } from './useChatEntry.tsx';
import { useWriteEntry } from './useWriteEntry.tsx';

const ChatSettings = lazyPart(async () => (await import('./ChatSettings.tsx')).ChatSettings);

const ChatPanel = lazyPart(async () => (await loadPanel()).ChatPanel, 'chat.loading');

/** The places in the layout that the chat fills. */
export const chatSlots: FeatureSlots = {
  name: 'chat',
  controls: [{ id: 'chat', place: 'main', Control: ChatButton }],
  panels: [{ id: 'chat', title: 'chat.title', Icon: MessageSquare, Badge: UnreadBadge, Panel: ChatPanel }],
  useMore: useChatEntry,
  usePersonEntries: useWriteEntry,
  settings: [{ id: 'chat', tab: 'notices', title: 'chat.notice.title', Part: ChatSettings }],
  Watcher: ChatWatcher,
  shortcuts: [{ keys: 'C', label: 'shortcuts.chat' }],
};
