import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import microphoneTaken from '../../../testing/cases/microphone-taken.js?raw';
import { type FakeDevices, fakeDevices } from '../../../testing/fakeDevices.ts';
import { fakeSession } from '../../../testing/fakeSession.ts';
import { LocalMedia } from './LocalMedia.ts';

let devices: FakeDevices;
let local: LocalMedia;

/** A meeting that records its calls, in order. */
function meeting() {
  const told: string[] = [];
  const media = {
    ...fakeSession().media,
    publish: async (source: string, _track: unknown, options?: { readonly muted?: boolean }) => {
      told.push(`publish ${source}${options?.muted ? ' muted' : ''}`);
    },
    mute: (source: string, muted: boolean) => void told.push(`${muted ? 'mute' : 'unmute'} ${source}`),
  };
  return { told, media };
}

beforeEach(() => {
  devices = fakeDevices();
  local = new LocalMedia();
});
afterEach(() => {
  local.close();
  vi.unstubAllGlobals();
  localStorage.clear();
  sessionStorage.clear();
});

describe('a device that the system takes without ending it', () => {
  /** As the browser does it: the track says so, and stays live. */
  function take(track: MediaStreamTrack | undefined, muted: boolean): void {
    if (!track) throw new Error('There is no track.');
    Object.defineProperty(track, 'muted', { get: () => muted, configurable: true });
    track.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }
  /** A phone call, as the case has it. */
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- a script of the house, as a page would run it.
  const call = (track: MediaStreamTrack | undefined) => void new Function('track', microphoneTaken)(track);
  const given = (kind: string) => devices.given.findLast((track) => track.kind === kind);

  it('is muted for the others until the system gives it back', async () => {
    const { told, media } = meeting();
    local.attach(media, 'room');
    await local.startBoth();
    for (const [kind, source] of [
      ['audio', 'mic'],
      ['video', 'camera'],
    ] as const) {
      told.length = 0;
      call(given(kind));
      expect(local.state[source]).toMatchObject({ state: 'on', taken: true });
      take(given(kind), true);
      take(given(kind), false);
      expect(local.state[source]).toMatchObject({ state: 'on', taken: false });
      expect(told).toEqual([`mute ${source}`, `unmute ${source}`]);
    }
  });

  it('stays muted when the person muted it meanwhile, and does not unmute what is taken', async () => {
    const { told, media } = meeting();
    local.attach(media, 'room');
    await local.start('mic');
    told.length = 0;
    take(given('audio'), true);
    local.mute(true);
    take(given('audio'), false);
    expect(told.splice(0)).toEqual(['mute mic', 'mute mic', 'mute mic']);
    take(given('audio'), true);
    local.mute(false);
    expect(told.splice(0)).toEqual(['mute mic', 'mute mic']);
    take(given('audio'), false);
    expect(told).toEqual(['unmute mic']);
  });

  it('is muted from the start when it is taken before the meeting', async () => {
    await local.start('mic');
    take(given('audio'), true);
    const { told, media } = meeting();
    local.attach(media, 'room');
    expect(told).toEqual(['publish mic muted']);
  });

  it('forgets a device that is no longer used', async () => {
    await local.start('mic');
    const old = given('audio');
    await local.choose('mic', 'other');
    take(old, true);
    expect(local.state.mic).toMatchObject({ state: 'on', taken: false });
  });

  it('leaves a shared screen alone, which falls silent with its window', async () => {
    const { told, media } = meeting();
    local.attach(media, 'room');
    await local.screen.start();
    told.length = 0;
    take(given('video'), true);
    expect([local.state.screen, told]).toEqual([expect.objectContaining({ state: 'on', taken: false }), []]);
  });
});
