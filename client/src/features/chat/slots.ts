import { MessageSquare } from 'lucide-react';
import type { FeatureSlots } from '../../app/slots.ts';
import { ChatButton } from './ChatButton.tsx';
import { ChatSettings } from './ChatSettings.tsx';
import { ChatSide } from './ChatSide.tsx';
import { ChatWatcher } from './ChatWatcher.tsx';
import { UnreadBadge } from './UnreadBadge.tsx';
import { useWriteEntry } from './useWriteEntry.tsx';

/** Everybody's chat, talks of two, and the moderators' channel. */
export const chatSlots: FeatureSlots = {
  name: 'chat',
  controls: [{ id: 'chat', place: 'main', order: 40, onPhone: true, Control: ChatButton }],
  panels: [{ id: 'chat', order: 10, title: 'chat.title', Icon: MessageSquare, Badge: UnreadBadge, Panel: ChatSide }],
  usePersonEntries: useWriteEntry,
  settings: [{ id: 'chat', title: 'chat.notice.title', Part: ChatSettings }],
  Watcher: ChatWatcher,
  shortcuts: [{ keys: 'C', label: 'shortcuts.chat' }],
};
