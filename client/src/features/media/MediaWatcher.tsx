import { type Entry, entryMs, moderation } from '@plenum/shared/features/moderation/contract';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { stateOf } from '../../core/store.ts';
import { showToast } from '../../ui/toasts.ts';
import type { LocalMedia } from './local/LocalMedia.ts';
import { sendsCamera } from './local/localMediaState.ts';
import { type MeetingSession, useSession } from '../../app/session.ts';
import { useHome } from '../../app/stayContext.ts';
import { useReports } from './connection/sufferers.ts';
import { AudioOutlet } from './sound/AudioOutlet.tsx';
import { useLocalMedia } from './local/localMediaContext.ts';
import { ModeratorsWill } from './ModeratorsWill.tsx';
import { VolumeWindow } from './sound/Volume.tsx';
import { PushToTalk } from './sound/PushToTalk.tsx';
import { useDeviceNews } from './devices/useDeviceNews.ts';

/** Connects this person's devices to the meeting, and plays the other members' audio. */
export function MediaWatcher() {
  const session = useSession();
  const home = useHome();
  const local = useLocalMedia();
  const { t } = useTranslation();
  const begin = useEffectEvent(() => {
    const done = beginAsAsked(home, local);
    if (done) showToast({ tone: 'calm', words: t(`media.entry.${done}`) }, 8);
  });
  useEffect(() => {
    begin();
    local.attach(session.media, home.store.getState().room.id);
    return () => local.detach();
  }, [local, session, home]);
  useDeviceNews();
  useReports();
  return (
    <>
      <AudioOutlet />
      <PushToTalk />
      <ModeratorsWill />
      <VolumeWindow />
    </>
  );
}

/**
 * Mutes and stops what the room asks for at entry. A reload, and a way back from another room, are no entry.
 * @returns what it did; undefined: nothing
 */
function beginAsAsked(home: MeetingSession, local: LocalMedia): 'both' | keyof Entry | undefined {
  const state = home.store.getState();
  const { entry, entered } = stateOf(state, moderation);
  const at = entered[state.me.id];
  if (at === undefined || Date.now() + state.clockOffsetMs - at >= entryMs) return undefined;
  const { mic, micMuted, camera } = local.state;
  const mutes = entry.muted && !micMuted && (mic.state === 'on' || mic.state === 'starting');
  const stops = entry.camerasOff && (camera.state === 'starting' || sendsCamera(local.state));
  if (mutes) local.mute(true);
  if (stops) local.stopCameras();
  if (mutes && stops) return 'both';
  if (stops) return 'camerasOff';
  return mutes ? 'muted' : undefined;
}
