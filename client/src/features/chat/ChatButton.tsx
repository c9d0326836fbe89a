import { MessageSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { panelElementId, togglePanel, useOpenPanel } from '../../app/meeting/panel/panels.ts';
import { useHotkey } from '../../app/preferences/useHotkey.ts';
import { ControlButton } from '../../ui/ControlButton.tsx';
import { useUnread } from './conversation/conversations.ts';

/** Opens the chat, and shows the number of new messages. */
export function ChatButton() {
  const { t } = useTranslation();
  const unread = useUnread();
  const open = useOpenPanel() === 'chat';
  const toggle = () => togglePanel('chat');
  useHotkey('C', toggle);
  return (
    <ControlButton
      id="control-chat"
      icon={<MessageSquare aria-hidden="true" />}
      word={t('chat.title')}
      hint={t('chat.hint')}
      hotkey="C"
      onPress={toggle}
      opens={{ open, id: panelElementId }}
      {...(unread > 0 ? { count: { number: unread, words: t('chat.unread', { count: unread }), waits: true } } : {})}
    />
  );
}

/** The number of new messages, on the chat's tab; renders nothing for zero. */
export function UnreadBadge() {
  const { t } = useTranslation();
  const unread = useUnread();
  if (unread === 0) return null;
  return (
    <span className="rounded-full bg-accent px-1.5 text-xs leading-5 font-bold text-accent-ink tabular">
      <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
      <span className="sr-only">{t('chat.unread', { count: unread })}</span>
    </span>
  );
}
