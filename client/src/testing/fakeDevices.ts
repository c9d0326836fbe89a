import { FakeMediaStreamTrack } from 'fake-mediastreamtrack';
import { vi } from 'vitest';

type Asked = { readonly audio?: unknown; readonly video?: unknown };
type Track = MediaStreamTrack & { remoteStop(): void };

/** Devices without hardware. `refuse` decides what a request meets with. */
export interface FakeDevices {
  readonly asked: Asked[];
  readonly given: Track[];
  refuse: (asked: Asked) => Error | undefined;
  /** From now on these are plugged in, each as microphone and camera, and the browser says that something changed. */
  plug: (...labels: string[]) => void;
}

function fakeTrack(kind: 'audio' | 'video'): Track {
  // Close enough to a real one for what is tested, not for the type checker.
  return new FakeMediaStreamTrack({ kind }) as unknown as Track;
}

/** Puts devices into the browser; they are gone again with `vi.unstubAllGlobals()`. */
export function fakeDevices(): FakeDevices {
  const listeners = new Set<() => void>();
  let plugged: readonly string[] = ['Desk microphone'];
  const devices: FakeDevices = {
    asked: [],
    given: [],
    refuse: () => undefined,
    plug(...labels) {
      plugged = labels;
      for (const listener of listeners) listener();
    },
  };
  const give = async (asked: Asked) => {
    devices.asked.push(asked);
    const refusal = devices.refuse(asked);
    if (refusal) throw refusal;
    const audio = asked.audio ? [fakeTrack('audio')] : [];
    const video = asked.video ? [fakeTrack('video')] : [];
    devices.given.push(...audio, ...video);
    return { getAudioTracks: () => audio, getVideoTracks: () => video };
  };
  vi.stubGlobal('navigator', {
    mediaDevices: {
      getUserMedia: give,
      getDisplayMedia: give,
      enumerateDevices: async () =>
        plugged.flatMap((label) =>
          ['audioinput', 'videoinput'].map((kind) => ({ kind, deviceId: `id-${label}`, label })),
        ),
      addEventListener: (_type: string, listener: () => void) => listeners.add(listener),
      removeEventListener: (_type: string, listener: () => void) => listeners.delete(listener),
    },
  });
  return devices;
}
