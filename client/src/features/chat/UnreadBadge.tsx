import { useTranslation } from 'react-i18next';
import { useUnread } from './conversation/conversations.ts';

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
