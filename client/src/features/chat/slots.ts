import type { FeatureSlots } from '../../app/slots.ts';
import { ChatButton } from './ChatButton.tsx';
import { ChatPanel } from './ChatPanel.tsx';
import { ChatWatcher } from './ChatWatcher.tsx';
import { UnreadBadge } from './UnreadBadge.tsx';

/** Everybody's chat. */
export const chatSlots: FeatureSlots = {
  name: 'chat',
  controls: [{ id: 'chat', place: 'main', order: 40, onPhone: true, Control: ChatButton }],
  panels: [{ id: 'chat', order: 10, title: 'chat.title', Badge: UnreadBadge, Panel: ChatPanel }],
  Watcher: ChatWatcher,
  shortcuts: [{ keys: 'C', label: 'shortcuts.chat' }],
};
