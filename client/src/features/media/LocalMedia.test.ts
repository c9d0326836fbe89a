import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeSession } from '../../testing/fakeSession.ts';
import { type FakeDevices, fakeDevices } from '../../testing/fakeDevices.ts';
import { LocalMedia } from './LocalMedia.ts';
import { newestFirst } from './useStage.tsx';

let devices: FakeDevices;
let local: LocalMedia;

/** What the meeting was told, in order. */
function meeting() {
  const told: string[] = [];
  const { media } = fakeSession();
  return {
    told,
    media: {
      ...media,
      publish: async (source: string, _track: unknown, options?: { readonly muted?: boolean }) => {
        told.push(`publish ${source}${options?.muted ? ' muted' : ''}`);
      },
      unpublish: (source: string) => void told.push(`unpublish ${source}`),
      mute: (source: string, muted: boolean) => void told.push(`${muted ? 'mute' : 'unmute'} ${source}`),
    },
  };
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

describe('before the meeting', () => {
  it('asks once for both', async () => {
    await local.startRemembered();
    expect(devices.asked).toHaveLength(1);
    expect([local.state.mic.state, local.state.camera.state]).toEqual(['on', 'on']);
  });

  it('has the one when the other is busy, and says which is', async () => {
    devices.refuse = ({ video }) => (video ? new DOMException('in use', 'NotReadableError') : undefined);
    await local.startRemembered();
    expect(local.state.mic.state).toBe('on');
    expect(local.state.camera).toEqual({ state: 'failed', problem: 'busy' });
  });

  it('starts only what was on last time', async () => {
    local.remember({ cameraOn: false });
    await local.startRemembered();
    expect(devices.asked).toHaveLength(1);
    expect(local.state.camera.state).toBe('off');
  });

  it('takes any device when the chosen one is gone', async () => {
    local.remember({ mic: 'gone' });
    devices.refuse = ({ audio }) =>
      JSON.stringify(audio).includes('gone') ? new DOMException('', 'OverconstrainedError') : undefined;
    await local.start('mic');
    expect(local.state.mic.state).toBe('on');
  });

  it('lets go of a device that comes after the person changed their mind', async () => {
    const starting = local.start('camera');
    local.stop('camera');
    await starting;
    expect(local.state.camera.state).toBe('off');
    expect(devices.given.map(({ readyState }) => readyState)).toEqual(['ended']);
  });

  it('lets go of everything at the end', async () => {
    await local.startRemembered();
    local.close();
    expect(devices.given.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
  });
});

describe('in the meeting', () => {
  it('sends what is on, muted when it is muted', async () => {
    const { told, media } = meeting();
    await local.startRemembered();
    local.mute(true);
    local.attach(media, 'room');
    expect(told).toEqual(['publish mic muted', 'publish camera']);
  });

  it('mutes without letting go of the microphone, and takes a stopped camera away', async () => {
    const { told, media } = meeting();
    await local.startRemembered();
    local.attach(media, 'room');
    local.mute(true);
    local.stop('camera');
    expect(told.slice(2)).toEqual(['mute mic', 'unpublish camera']);
    expect(devices.given.map(({ readyState }) => readyState)).toEqual(['live', 'ended']);
  });

  it('shares a screen with its sound, and ends both when the browser ends the one', async () => {
    const { told, media } = meeting();
    const ended = vi.fn<(kind: string) => void>();
    local.onEnded(ended);
    local.attach(media, 'room');
    await local.share();
    expect(told).toEqual(['publish screen', 'publish screenAudio']);
    devices.given.find(({ kind }) => kind === 'video')?.remoteStop();
    expect(told.slice(2)).toEqual(['unpublish screen', 'unpublish screenAudio']);
    expect(ended).toHaveBeenCalledWith('screen');
    expect(devices.given.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
  });

  it('takes no notice when the person closes the browser’s window', async () => {
    devices.refuse = () => new DOMException('Permission denied', 'NotAllowedError');
    expect(await local.share()).toEqual({ state: 'off' });
    devices.refuse = () => new DOMException('Permission denied by system', 'NotAllowedError');
    expect(await local.share()).toEqual({ state: 'failed', problem: 'systemDenied' });
  });

  it('comes back after a reload with what was on, and muted if it was', async () => {
    await local.startRemembered();
    local.mute(true);
    local.attach(meeting().media, 'room');
    local.stop('camera');
    // A reload asks nobody; this is what it leaves behind.
    local.detach();
    local.close();
    const after = new LocalMedia();
    after.attach(meeting().media, 'room');
    await vi.waitFor(() => expect(after.state.mic.state).toBe('on'));
    expect(after.state.micMuted).toBe(true);
    expect(after.state.camera.state).toBe('off');
    after.close();
  });

  it('turns nothing on in a room that this tab was not in', () => {
    local.attach(meeting().media, 'another-room');
    expect(devices.asked).toEqual([]);
  });
});

describe('stage order', () => {
  it('puts the newest screen first and keeps the others', () => {
    expect(newestFirst(['a'], ['a', 'b'])).toEqual(['b', 'a']);
    expect(newestFirst(['b', 'a'], ['a', 'c', 'b'])).toEqual(['c', 'b', 'a']);
    expect(newestFirst(['b', 'a'], ['a'])).toEqual(['a']);
    const same = ['b', 'a'];
    expect(newestFirst(same, ['a', 'b'])).toBe(same);
  });
});
