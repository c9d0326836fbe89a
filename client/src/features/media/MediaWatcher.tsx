import { useEffect } from 'react';
import { useSession } from '../../app/session.ts';
import { useHome } from '../../app/stayContext.ts';
import { AudioOutlet } from './sound/AudioOutlet.tsx';
import { useLocalMedia } from './local/localMediaContext.ts';
import { ModeratorsWill } from './ModeratorsWill.tsx';
import { PushToTalk } from './sound/PushToTalk.tsx';
import { useDeviceNews } from './devices/useDeviceNews.ts';

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
      <PushToTalk />
      <ModeratorsWill />
    </>
  );
}
