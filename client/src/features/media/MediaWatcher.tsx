import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/session.ts';
import { useHome } from '../../app/stayContext.ts';
import { showToast } from '../../ui/toasts.ts';
import { AudioOutlet } from './AudioOutlet.tsx';
import { useLocalMedia } from './localMediaContext.ts';
import { MutedTalkingHint } from './MutedTalkingHint.tsx';
import { PushToTalk } from './PushToTalk.tsx';

/** Ties this person's devices to the meeting, and plays what the others say. */
export function MediaWatcher() {
  const session = useSession();
  const home = useHome();
  const local = useLocalMedia();
  const { t } = useTranslation();
  useEffect(() => {
    local.attach(session.media, home.store.getState().room.id);
    return () => local.detach();
  }, [local, session, home]);
  useEffect(() => {
    return local.onEnded((kind) => {
      if (kind === 'screen') showToast({ tone: 'calm', words: t('media.shareEndedToast') });
      else
        showToast({ tone: 'warning', words: t(kind === 'mic' ? 'media.micLostToast' : 'media.cameraLostToast') }, 12);
    });
  }, [local, t]);
  return (
    <>
      <AudioOutlet />
      <MutedTalkingHint />
      <PushToTalk />
    </>
  );
}
