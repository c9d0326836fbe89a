import { cameraSources, media, type Source } from '@plenum/shared/features/media/contract';
import { useMeeting } from '../../../app/session.ts';
import { type LocalStream, type RemoteTrack, stateOf, trackKey } from '../../../core/store.ts';

/** Whether the others hear a member; `absent` without a microphone. */
export function useVoice(member: string): 'heard' | 'muted' | 'absent' {
  return useMeeting((state) => {
    const own = state.me.id === member ? state.local.mic : undefined;
    const stream = own ?? stateOf(state, media).streams[member]?.mic;
    if (!stream) return 'absent';
    return stream.muted ? 'muted' : 'heard';
  });
}

/** True while a member talks and can be heard. */
export function useTalking(member: string): boolean {
  const talks = useMeeting((state) => state.speaking.includes(member));
  return useVoice(member) === 'heard' && talks;
}

/** True while a member sends a camera, also before it is received here. */
export function useSendsCamera(member: string): boolean {
  return useMeeting((state) => {
    const streams = stateOf(state, media).streams[member];
    return cameraSources.some((source) => streams?.[source] !== undefined);
  });
}

/** A received stream of another member. */
export function useRemote(member: string, source: Source): RemoteTrack | undefined {
  return useMeeting((state) => state.tracks[trackKey(member, source)]);
}

/** A stream of this person. */
export function useOwn(member: string, source: Source): LocalStream | undefined {
  return useMeeting((state) => (state.me.id === member ? state.local[source] : undefined));
}

/** True while a member has paused this stream. */
export function usePaused(member: string, source: Source): boolean {
  return useMeeting((state) => {
    const own = state.me.id === member ? state.local[source] : undefined;
    return (own ?? stateOf(state, media).streams[member]?.[source])?.muted ?? false;
  });
}
