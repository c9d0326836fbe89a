// @vitest-environment node
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeTrack, MediaWorld } from './testing/MediaWorld.ts';
import { until } from './testing/until.ts';

let world: MediaWorld;

beforeEach(async () => {
  world = await MediaWorld.create();
});

afterEach(() => world.close());

it('publishes what was wanted before the line was open, with its mute state', async () => {
  world.media.start({ url: '/media', ticket: 'first' });
  const mic = fakeTrack('audio');
  const published = world.media.publish('mic', mic, { muted: true });
  expect(world.meeting.state.local.mic).toEqual({ track: mic, muted: true, state: 'waiting' });
  expect(mic.enabled).toBe(false);
  await published;
  expect(world.meeting.state.local.mic?.state).toBe('live');
  expect(world.said('publish')[0]).toMatchObject({ source: 'mic', muted: true });
  world.media.mute('mic', false);
  expect(mic.enabled).toBe(true);
  expect(await world.requested('mute')).toEqual({ source: 'mic', muted: false });
});

it('sends a camera in three layers', async () => {
  await world.open();
  await world.media.publish('camera', fakeTrack('video'));
  const { rtpParameters } = world.said('publish')[0] ?? {};
  expect(rtpParameters).toMatchObject({
    encodings: [
      { scaleResolutionDownBy: 4, maxBitrate: 120_000 },
      { scaleResolutionDownBy: 2, maxBitrate: 400_000 },
      { scaleResolutionDownBy: 1, maxBitrate: 1_200_000 },
    ],
  });
});

it('changes the device without a new stream and keeps it muted', async () => {
  await world.open();
  await world.media.publish('mic', fakeTrack('audio'), { muted: true });
  const other = fakeTrack('audio');
  await world.media.replaceTrack('mic', other);
  expect(other.enabled).toBe(false);
  expect(world.said('publish')).toHaveLength(1);
  await expect(world.media.replaceTrack('camera', fakeTrack('video'))).rejects.toMatchObject({ code: 'notFound' });
});

it('stops sending when it is told to, and when the track ends by itself', async () => {
  await world.open();
  await world.media.publish('screen', fakeTrack('video'));
  world.media.unpublish('screen');
  expect(await world.requested('unpublish')).toEqual({ source: 'screen' });
  const ended: string[] = [];
  world.media.onEnded((source) => ended.push(source));
  const camera = fakeTrack('video');
  await world.media.publish('camera', camera);
  camera.remoteStop();
  expect(ended).toEqual(['camera']);
  expect(world.meeting.state.local).toEqual({});
  expect(await world.requested('unpublish')).toEqual({ source: 'camera' });
});

it('stops and starts again at once, and keeps the order', async () => {
  await world.open();
  await world.media.publish('camera', fakeTrack('video'));
  world.media.unpublish('camera');
  const forgotten = expect(world.media.publish('camera', fakeTrack('video'))).rejects.toMatchObject({ code: 'closed' });
  world.media.unpublish('camera');
  await forgotten;
  await world.media.publish('camera', fakeTrack('video'));
  expect(world.server.media.requests.all.slice(-3).map(({ method }) => method)).toEqual([
    'media:publish',
    'media:unpublish',
    'media:publish',
  ]);
  expect(world.meeting.state.local.camera?.state).toBe('live');
});

it('stops sending while the line is lost, and tells the server afterwards', async () => {
  await world.open();
  await world.media.publish('camera', fakeTrack('video'));
  const stopped = vi.spyOn(world.handlers[0] ?? expect.fail(), 'stopSending');
  world.server.media.cut();
  await until(world.meeting.store, ({ mediaLine }) => mediaLine.state === 'lost');
  world.media.unpublish('camera');
  await expect.poll(() => stopped).toHaveBeenCalledOnce();
  expect(await world.requested('unpublish')).toEqual({ source: 'camera' });
});

it('gives the refusal of a stream to whoever published it, and forgets it', async () => {
  await world.open();
  world.server.media.refusals.set('media:publish', 'forbidden');
  await expect(world.media.publish('screen', fakeTrack('video'))).rejects.toMatchObject({ code: 'forbidden' });
  expect(world.meeting.state.local).toEqual({});
  await world.media.publish('mic', fakeTrack('audio'));
});

it('sends the last word on each stream, and only what changed', async () => {
  await world.open();
  world.media.watch([
    { id: 'a', paused: false, layer: 0 },
    { id: 'b', paused: true },
  ]);
  world.media.watch([{ id: 'a', layer: 2 }]);
  expect(await world.requested('watch')).toEqual({
    consumers: [
      { id: 'a', paused: false, layer: 2 },
      { id: 'b', paused: true },
    ],
  });
  world.media.watch([
    { id: 'a', layer: 2 },
    { id: 'b', paused: false },
  ]);
  expect(await world.requested('watch')).toEqual({ consumers: [{ id: 'b', paused: false }] });
});
