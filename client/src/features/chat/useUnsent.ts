import { excerpt } from '@plenum/shared/features/chat/messages';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/session.ts';
import { useStay } from '../../app/stayContext.ts';
import { copyText } from '../../ui/copyText.ts';
import { showToast } from '../../ui/toasts.ts';
import { useDesk } from './useChat.ts';

/** Offers the words that this person typed and did not send when the page leaves a breakout room, for example because it closes. */
export function useUnsent(): void {
  const { t } = useTranslation();
  const desk = useDesk();
  const session = useSession();
  const stay = useStay();
  const offer = useEffectEvent(() => {
    const drafts = Object.values(desk.store.getState().places).flatMap(({ draft, editing }) => [draft, editing?.draft]);
    const text = drafts.filter((draft) => draft?.trim()).join('\n\n');
    if (text === '') return;
    const tell = (isRefused: boolean) => {
      const words = t('chat.leftUnsent', { room: session.store.getState().room.title, text: excerpt(text) });
      const run = () => void copyText(text).then(undefined, () => tell(true));
      const action = { label: t('chat.copyUnsent'), run };
      showToast({ tone: 'warning', words: isRefused ? `${words} (${t('chat.notCopied')})` : words, action }, 0);
    };
    tell(false);
  });
  useEffect(() => {
    // The meeting's own chat keeps its drafts while this person is in a breakout room.
    if (!stay || stay.home === session) return;
    return stay.store.subscribe(({ here }, before) => {
      if (before.here === session && here !== session) offer();
    });
  }, [stay, session]);
}
