import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { loadPanel } from './loadPanel.ts';

const ChatPanel = lazy(() => loadPanel().then((module) => ({ default: module.ChatPanel })));

/** The panel of the chat, loaded behind the first picture. */
export function ChatSide() {
  const { t } = useTranslation();
  return (
    <Suspense fallback={<p className="p-4 text-dim">{t('chat.loading')}</p>}>
      <ChatPanel />
    </Suspense>
  );
}
