import type { MemberId } from '@plenum/shared/core/ids';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { aside } from '@plenum/shared/core/aside';
import { useMeeting, useSession } from '../../../app/session.ts';
import type { RemoteTrack } from '../../../core/store.ts';
import { nameOf } from '../local/deviceProblem.ts';
import { setSpeaker } from './level.ts';
import { useLocal } from '../local/localMediaContext.ts';
import { useVolume } from './volumes.ts';

/** Audio elements that the browser does not play before a click. */
const refused = createStore<{ readonly elements: readonly HTMLAudioElement[] }>(() => ({ elements: [] }));

/** True while audio waits for a click. */
export function useSoundBlocked(): boolean {
  return useStore(refused, ({ elements }) => elements.length > 0);
}

/** Plays the refused elements; call it from a press. */
export function playRefused(): void {
  const { elements } = refused.getState();
  refused.setState({ elements: [] });
  for (const element of elements) play(element);
}

function play(element: HTMLAudioElement): void {
  element.play().catch((error: unknown) => {
    if (nameOf(error) !== 'NotAllowedError' || !element.isConnected) return;
    refused.setState(({ elements }) => ({ elements: [...elements.filter((other) => other !== element), element] }));
  });
}

/** The audio of all other members: one element for each track or audio slot, on the chosen speaker. */
export function AudioOutlet() {
  const tracks = useMeeting((state) => state.tracks);
  const slots = useMeeting((state) => state.slots);
  const sounds = [...slots, ...Object.values(tracks).filter((remote) => remote?.track.kind === 'audio')];
  return <div hidden>{sounds.map((remote) => remote && <Sound key={remote.consumerId} remote={remote} />)}</div>;
}

/** One stream of sound; `source` is absent for an audio slot, whose member changes. */
type Heard = Pick<RemoteTrack, 'consumerId' | 'track'> & {
  readonly member: MemberId | undefined;
  readonly source?: RemoteTrack['source'];
};

function Sound({ remote }: { readonly remote: Heard }) {
  const { media } = useSession();
  const { consumerId, track, member, source } = remote;
  // The sound of a shared screen is not the person's voice.
  const volume = useVolume(source === 'screenAudio' ? undefined : member);
  const speaker = useLocal(({ memory }) => memory.speaker);
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    element.srcObject = new MediaStream([track]);
    media.watch([{ id: consumerId, paused: false }]);
    play(element);
    return () => {
      element.srcObject = null;
      refused.setState(({ elements }) => ({ elements: elements.filter((other) => other !== element) }));
    };
  }, [consumerId, track, media]);
  useEffect(() => {
    if (audio.current && speaker !== undefined) aside(setSpeaker(audio.current, speaker));
  }, [speaker]);
  useLayoutEffect(() => {
    if (audio.current) audio.current.volume = volume;
  }, [volume]);
  // oxlint-disable-next-line jsx-a11y/media-has-caption -- people who talk now; captions will be a feature of their own.
  return <audio ref={audio} autoPlay />;
}
