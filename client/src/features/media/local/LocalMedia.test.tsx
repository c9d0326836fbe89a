import type { Source } from '@plenum/shared/features/media/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EndedWhy } from '../../../core/localStreams.ts';
import { fakeSession } from '../../../testing/fakeSession.ts';
import { type FakeDevices, fakeDevices } from '../../../testing/fakeDevices.ts';
import { listDevices } from './capture.ts';
import { LocalMedia } from './LocalMedia.ts';
import type { DeviceNews } from './localMediaState.ts';
import { newestFirst } from '../screen/useStage.tsx';

let devices: FakeDevices;
let local: LocalMedia;

/** A meeting that records its calls, in order. */
function meeting() {
  const told: string[] = [];
  const { media } = fakeSession();
  const listeners = new Set<Parameters<typeof media.onEnded>[0]>();
  return {
    told,
    /** The server ends a stream. */
    end: (source: Source, why: EndedWhy) => listeners.forEach((listener) => listener(source, why)),
    media: {
      ...media,
      onEnded: (listener: Parameters<typeof media.onEnded>[0]) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
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
    const news = vi.fn<(news: DeviceNews) => void>();
    local.onNews(news);
    local.attach(media, 'room');
    await local.screen.start();
    expect(told).toEqual(['publish screen', 'publish screenAudio']);
    devices.given.find(({ kind }) => kind === 'video')?.remoteStop();
    expect(told.slice(2)).toEqual(['unpublish screen', 'unpublish screenAudio']);
    expect(news).toHaveBeenCalledWith({ type: 'ended', kind: 'screen' });
    expect(devices.given.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
  });

  it('sends more cameras beside the first, as many as one person may, each stopped on its own', async () => {
    const { told, media } = meeting();
    await local.start('camera');
    local.attach(media, 'room');
    for (const id of ['desk', 'room']) expect(await local.moreCameras.add(id)).toMatchObject({ state: 'on' });
    expect(await local.moreCameras.add('one-too-many')).toBeUndefined();
    expect(devices.asked.slice(1).map(({ video }) => video)).toMatchObject([
      { deviceId: { exact: 'desk' } },
      { deviceId: { exact: 'room' } },
    ]);
    local.moreCameras.stop('camera2');
    expect(devices.given.map(({ readyState }) => readyState)).toEqual(['live', 'ended', 'live']);
    await local.moreCameras.add('desk');
    local.stopCameras();
    expect(devices.given.every(({ readyState }) => readyState === 'ended')).toBe(true);
    expect(told).toEqual([
      'publish camera',
      'publish camera2',
      'publish camera3',
      'unpublish camera2',
      'publish camera2',
      'unpublish camera',
      'unpublish camera2',
      'unpublish camera3',
    ]);
  });

  it('never takes another camera than the one that was to be added, and says what is wrong with it', async () => {
    devices.refuse = () => new DOMException('', 'OverconstrainedError');
    expect(await local.moreCameras.add('gone')).toEqual({ state: 'failed', problem: 'unsuitable' });
    expect(devices.asked).toHaveLength(1);
    devices.refuse = () => undefined;
    expect(await local.moreCameras.add('there')).toMatchObject({ state: 'on' });
    expect(local.state.camera2.state).toBe('on');
  });

  it('hides what is behind the person in every camera, or turns it off', async () => {
    // jsdom has neither canvas nor video: the effect cannot start.
    const { told, media } = meeting();
    local.attach(media, 'room');
    await local.moreCameras.add('desk');
    await local.content.show('book');
    await local.standBefore('blur');
    await expect.poll(() => local.state.camera2).toEqual({ state: 'failed', problem: 'background' });
    expect(told).toEqual(['publish camera2', 'publish contentCamera', 'unpublish camera2']);
    expect(devices.given.map(({ readyState }) => readyState)).toEqual(['ended', 'live']);
    local.remember({ background: 'none' });
  });

  it('shows a camera as content, sharp; another one takes its place, and what is unplugged is told', async () => {
    const { told, media, end } = meeting();
    const news = vi.fn<(news: DeviceNews) => void>();
    local.onNews(news);
    local.attach(media, 'room');
    await local.content.show('book');
    expect(devices.asked.at(-1)).toMatchObject({ video: { width: { ideal: 1920 }, frameRate: { max: 15 } } });
    expect(devices.given.at(-1)?.contentHint).toBe('detail');
    await local.content.show('board');
    expect(devices.given.map(({ readyState }) => readyState)).toEqual(['ended', 'live']);
    local.content.pause(true);
    expect(told).toEqual(['publish contentCamera', 'publish contentCamera', 'mute contentCamera']);
    devices.given.at(-1)?.remoteStop();
    expect(local.state.contentCamera.state).toBe('off');
    await local.content.show('book');
    end('contentCamera', 'forbidden');
    expect(news.mock.calls).toEqual([
      [{ type: 'ended', kind: 'contentCamera' }],
      [{ type: 'forbidden', kind: 'contentCamera' }],
    ]);
    expect(local.state.contentCamera.state).toBe('off');
  });

  it('sends all cameras to the next meeting too, and lets go of a camera that comes too late', async () => {
    await local.moreCameras.add('desk');
    await local.content.show('book');
    const { told, media } = meeting();
    local.attach(media, 'room');
    expect(told).toEqual(['publish camera2', 'publish contentCamera']);
    const late = local.moreCameras.add('room');
    local.close();
    await late;
    expect(devices.given.map(({ readyState }) => readyState)).toEqual(['ended', 'ended', 'ended']);
  });

  it('turns off what the server ended, and says why', async () => {
    const { told, media, end } = meeting();
    const news = vi.fn<(news: DeviceNews) => void>();
    local.onNews(news);
    await local.startRemembered();
    local.attach(media, 'room');
    end('mic', 'forbidden');
    end('camera', 'ended');
    expect([local.state.mic.state, local.state.camera.state]).toEqual(['off', 'off']);
    expect(devices.given.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
    expect(news.mock.calls).toEqual([[{ type: 'forbidden', kind: 'mic' }], [{ type: 'stopped', kind: 'camera' }]]);
    local.detach();
    end('mic', 'ended');
    expect(told).toHaveLength(4);
  });

  it('is heard through another microphone when one is unplugged, and through the first when that is back', async () => {
    const { told, media } = meeting();
    const news = vi.fn<(news: DeviceNews) => void>();
    local.onNews(news);
    devices.plug('Desk', 'Headset');
    await expect.poll(() => local.state.devices.mic).toHaveLength(2);
    await local.choose('mic', 'id-Headset');
    await local.start('mic');
    local.mute(true);
    local.attach(media, 'room');
    devices.plug('Desk');
    devices.given.at(-1)?.remoteStop();
    await expect.poll(() => news).toHaveBeenCalledWith(expect.objectContaining({ type: 'replaced', kind: 'mic' }));
    expect(told).toEqual(['publish mic muted', 'unpublish mic', 'publish mic muted']);
    // Another id with the same name, as with a new browser profile.
    devices.plug('Desk', 'Headset');
    await expect.poll(() => news).toHaveBeenLastCalledWith({ type: 'returned', kind: 'mic', label: 'Headset' });
    expect(JSON.stringify(devices.asked.at(-1))).toContain('id-Headset');
  });

  it('shows no other camera when one is unplugged, and the same one when it is back', async () => {
    const news = vi.fn<(news: DeviceNews) => void>();
    local.onNews(news);
    devices.plug('Desk', 'Webcam', 'Room');
    await expect.poll(() => local.state.devices.camera).toHaveLength(3);
    await local.choose('camera', 'id-Webcam');
    await local.start('camera');
    devices.plug('Desk', 'Room');
    devices.given.at(-1)?.remoteStop();
    await expect.poll(() => news).toHaveBeenCalledWith({ type: 'ended', kind: 'camera' });
    expect(local.state.camera.state).toBe('off');
    devices.plug('Desk', 'Room', 'Webcam');
    await expect.poll(() => local.state.camera.state).toBe('on');
  });

  it('takes the device of the same name when its id has changed', async () => {
    devices.plug('Desk', 'Headset');
    local.remember({ mic: 'old-id', labels: { mic: 'Headset' } });
    devices.refuse = ({ audio }) =>
      JSON.stringify(audio).includes('old-id') ? new DOMException('', 'OverconstrainedError') : undefined;
    await local.start('mic');
    expect(JSON.stringify(devices.asked.at(-1))).toContain('id-Headset');
  });

  it('sends music in stereo and untouched, as another stream than a voice', async () => {
    const { told, media } = meeting();
    await local.start('mic');
    local.attach(media, 'room');
    await local.soundAs('music');
    expect(told).toEqual(['publish mic', 'unpublish mic', 'publish mic']);
    expect(devices.asked.at(-1)).toMatchObject({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: { ideal: 2 } },
    });
    expect(devices.given.at(-1)?.contentHint).toBe('music');
  });

  it('never shows what is behind somebody who wants it hidden: where that fails, the camera stays off', async () => {
    // jsdom has neither canvas nor video: the effect cannot start.
    const { told, media } = meeting();
    local.attach(media, 'room');
    local.remember({ background: 'blur' });
    await local.start('camera');
    expect(local.state.camera).toEqual({ state: 'failed', problem: 'background' });
    expect(told).toEqual([]);
    expect(devices.given.at(-1)?.readyState).toBe('ended');
    await local.standBefore('none');
    expect(local.state.camera.state).toBe('on');
  });

  it('is heard as the microphone gives it where noise cannot be reduced, and says so', async () => {
    const news = vi.fn<(news: DeviceNews) => void>();
    local.onNews(news);
    await local.soundAs('strong');
    await local.start('mic');
    expect(local.state.mic.state).toBe('on');
    expect(news).toHaveBeenCalledWith({ type: 'effectFailed', kind: 'mic' });
  });

  it('takes no notice when the person closes the browser’s window', async () => {
    devices.refuse = () => new DOMException('Permission denied', 'NotAllowedError');
    expect(await local.screen.start()).toEqual({ state: 'off' });
    devices.refuse = () => new DOMException('Permission denied by system', 'NotAllowedError');
    expect(await local.screen.start()).toEqual({ state: 'failed', problem: 'systemDenied' });
  });

  it('comes back after a reload with what was on, and muted if it was', async () => {
    await local.startRemembered();
    local.mute(true);
    local.attach(meeting().media, 'room');
    local.stop('camera');
    // A reload calls nothing before it; this is the state that it leaves.
    local.detach();
    local.close();
    const after = new LocalMedia();
    after.attach(meeting().media, 'room');
    await expect.poll(() => after.state.mic.state).toBe('on');
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

describe('the lists of devices', () => {
  const unnamed = { kind: 'audioinput', deviceId: '', label: '' };
  const named = { kind: 'audioinput', deviceId: 'id-1', label: 'Desk microphone' };

  it('tell a kind that the browser hides before the permission from one that is not there', async () => {
    Object.assign(navigator.mediaDevices, { enumerateDevices: async () => [unnamed] });
    expect(await listDevices()).toEqual({ devices: { mic: [], camera: [], speaker: [] }, hidden: ['mic'] });
  });

  it('are not undone by an answer from before the permission that comes late', async () => {
    const early = Promise.withResolvers<object[]>();
    const answers = [early.promise, Promise.resolve([named]), Promise.resolve([named])];
    Object.assign(navigator.mediaDevices, { enumerateDevices: () => answers.shift() });
    const late = new LocalMedia();
    await late.start('mic');
    early.resolve([unnamed]);
    // All of its followers have run by the next task.
    await new Promise((done) => setTimeout(done));
    expect(late.state).toMatchObject({ devices: { mic: [{ id: 'id-1' }] }, hidden: [] });
    late.close();
  });
});
