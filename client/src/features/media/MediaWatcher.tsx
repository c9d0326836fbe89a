import { useEffect } from 'react';
import { useSession } from '../../app/session.ts';
import { useHome } from '../../app/stayContext.ts';
import { AudioOutlet } from './AudioOutlet.tsx';
import { useLocalMedia } from './localMediaContext.ts';
import { ModeratorsWill } from './ModeratorsWill.tsx';
import { MutedTalkingHint } from './MutedTalkingHint.tsx';
import { PushToTalk } from './PushToTalk.tsx';
import { useDeviceNews } from './useDeviceNews.ts';

/** Connects this person's devices to the meeting, and plays the other members' audio. */
export function MediaWatcher() {
  const session = useSession();
  const home = useHome();
  const local = useLocalMedia();
  useEffect(() => {
    local.attach(session.media, home.store.getState().room.id);
    return () => local.detach();
  }, [local, session, home]);
  useDeviceNews();
  return (
    <>
      <AudioOutlet />
      <MutedTalkingHint />
      <PushToTalk />
      <ModeratorsWill />
    </>
  );
}
