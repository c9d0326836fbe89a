// @vitest-environment node
import { AppError } from '@plenum/shared/core/errors';
import { FakeMediaStreamTrack } from 'fake-mediastreamtrack';
import * as fake from 'mediasoup-client/fakeParameters';
import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import type { types } from 'mediasoup-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MediaLine } from './mediaLine.ts';
import { Meeting } from './meeting.ts';
import { offer } from './testing/FakeMediaLine.ts';
import { FakeServer } from './testing/FakeServer.ts';
import { until } from './testing/until.ts';

let server: FakeServer;
let line: MediaLine | undefined;

beforeEach(async () => {
  server = await FakeServer.listen();
});

afterEach(async () => {
  line?.close();
  await server.close();
});

function create() {
  const meeting = new Meeting('some-room');
  meeting.update({ line: { state: 'open' } });
  const handlers: FakeHandler[] = [];
  const factory = FakeHandler.createFactory(fake);
  const handlerFactory: types.HandlerFactory = {
    ...factory,
    factory: (options) => {
      const handler = factory.factory(options);
      if (handler instanceof FakeHandler) handlers.push(handler);
      return handler;
    },
  };
  let count = 0;
  const renew = async () => ({ url: '/media', ticket: `renewed-${(count += 1)}` });
  const made = new MediaLine({ meeting, base: server.url, renew, handlerFactory });
  line = made;
  const open = async () => {
    made.start({ url: '/media', ticket: 'first' });
    await until(meeting.store, ({ mediaLine }) => mediaLine.state === 'open');
  };
  return { meeting, media: made, handlers, open };
}

const track = (kind: 'audio' | 'video') => new FakeMediaStreamTrack({ kind }) as unknown as MediaStreamTrack;
const requested = (method: string) => server.media.requests.next((request) => request.method === `media:${method}`);
const said = (method: string) => server.media.requests.all.filter((request) => request.method === `media:${method}`);

it('opens with its ticket, says what it can receive, and receives in bulk', async () => {
  const { meeting, open } = create();
  await open();
  expect(server.media.tickets).toEqual(['first']);
  expect(said('open')[0]?.data).toEqual({});
  expect(said('ready')[0]?.data).toMatchObject({ have: [], rtpCapabilities: { codecs: expect.any(Array) } });
  await server.media.consume([offer('bob', 'mic'), offer('bob', 'camera'), offer('eve', 'mic')]);
  expect(Object.keys(meeting.state.tracks)).toEqual(['bob/mic', 'bob/camera', 'eve/mic']);
  expect(meeting.state.tracks['bob/camera']).toMatchObject({ consumerId: 'bob-camera', track: { kind: 'video' } });
  expect(said('connect')).toHaveLength(1);
  server.media.notify('media:consumersClosed', { ids: ['bob-mic', 'unknown'] });
  await until(meeting.store, ({ tracks }) => !tracks['bob/mic']);
  expect(Object.keys(meeting.state.tracks)).toEqual(['bob/camera', 'eve/mic']);
});

it('lets the good streams in when one cannot be received, and refuses when none can', async () => {
  const { meeting, open } = create();
  await open();
  const broken = { ...offer('eve', 'camera'), rtpParameters: {} };
  await server.media.consume([broken, offer('bob', 'mic')]);
  expect(Object.keys(meeting.state.tracks)).toEqual(['bob/mic']);
  await expect(server.media.consume([broken])).rejects.toThrow();
});

it('publishes what was wanted before the line was open, with its mute state', async () => {
  const { meeting, media } = create();
  media.start({ url: '/media', ticket: 'first' });
  const mic = track('audio');
  const published = media.publish('mic', mic, { muted: true });
  expect(meeting.state.local.mic).toEqual({ track: mic, muted: true, state: 'waiting' });
  expect(mic.enabled).toBe(false);
  await published;
  expect(meeting.state.local.mic?.state).toBe('live');
  expect(said('publish')[0]?.data).toMatchObject({ source: 'mic', muted: true });
  media.mute('mic', false);
  expect(mic.enabled).toBe(true);
  expect((await requested('mute')).data).toEqual({ source: 'mic', muted: false });
});

it('sends a camera in three layers', async () => {
  const { media, open } = create();
  await open();
  await media.publish('camera', track('video'));
  const { rtpParameters } = said('publish')[0]?.data ?? {};
  expect(rtpParameters).toMatchObject({
    encodings: [
      { scaleResolutionDownBy: 4, maxBitrate: 120_000 },
      { scaleResolutionDownBy: 2, maxBitrate: 400_000 },
      { scaleResolutionDownBy: 1, maxBitrate: 1_200_000 },
    ],
  });
});

it('changes the device without a new stream and keeps it muted', async () => {
  const { media, open } = create();
  await open();
  await media.publish('mic', track('audio'), { muted: true });
  const other = track('audio');
  await media.replaceTrack('mic', other);
  expect(other.enabled).toBe(false);
  expect(said('publish')).toHaveLength(1);
  await expect(media.replaceTrack('camera', track('video'))).rejects.toMatchObject({ code: 'notFound' });
});

it('stops sending when it is told to, and when the track ends by itself', async () => {
  const { meeting, media, open } = create();
  await open();
  await media.publish('screen', track('video'));
  media.unpublish('screen');
  expect((await requested('unpublish')).data).toEqual({ source: 'screen' });
  const ended: string[] = [];
  media.onEnded((source) => ended.push(source));
  const camera = new FakeMediaStreamTrack({ kind: 'video' });
  await media.publish('camera', camera as unknown as MediaStreamTrack);
  camera.remoteStop();
  expect(ended).toEqual(['camera']);
  expect(meeting.state.local).toEqual({});
  expect((await requested('unpublish')).data).toEqual({ source: 'camera' });
});

it('stops and starts again at once, and keeps the order', async () => {
  const { meeting, media, open } = create();
  await open();
  await media.publish('camera', track('video'));
  media.unpublish('camera');
  const forgotten = expect(media.publish('camera', track('video'))).rejects.toMatchObject({ code: 'closed' });
  media.unpublish('camera');
  await forgotten;
  await media.publish('camera', track('video'));
  expect(server.media.requests.all.slice(-3).map(({ method }) => method)).toEqual([
    'media:publish',
    'media:unpublish',
    'media:publish',
  ]);
  expect(meeting.state.local.camera?.state).toBe('live');
});

it('stops sending while the line is lost, and tells the server afterwards', async () => {
  const { meeting, media, handlers, open } = create();
  await open();
  await media.publish('camera', track('video'));
  const stopped = vi.spyOn(handlers[0] ?? expect.fail(), 'stopSending');
  server.media.cut();
  await until(meeting.store, ({ mediaLine }) => mediaLine.state === 'lost');
  media.unpublish('camera');
  await vi.waitFor(() => expect(stopped).toHaveBeenCalledOnce());
  expect((await requested('unpublish')).data).toEqual({ source: 'camera' });
});

it('gives the refusal of a stream to whoever published it, and forgets it', async () => {
  const { meeting, media, open } = create();
  await open();
  server.media.refusals.set('media:publish', 'forbidden');
  await expect(media.publish('screen', track('video'))).rejects.toMatchObject({ code: 'forbidden' });
  expect(meeting.state.local).toEqual({});
  await media.publish('mic', track('audio'));
});

it('resumes its session after a lost line: streams go on, and what changed meanwhile is told', async () => {
  const { meeting, media, handlers, open } = create();
  await open();
  await media.publish('mic', track('audio'));
  await server.media.consume([offer('bob', 'mic')]);
  server.media.cut();
  await until(meeting.store, ({ mediaLine }) => mediaLine.state === 'lost');
  expect(Object.keys(meeting.state.tracks)).toEqual(['bob/mic']);
  media.mute('mic', true);
  await until(meeting.store, ({ mediaLine }) => mediaLine.state === 'open');
  expect(server.media.tickets).toEqual(['first', 'renewed-1']);
  expect(said('open')[1]?.data).toEqual({ session: server.media.session });
  expect(said('ready')[1]?.data).toMatchObject({ have: ['bob-mic'] });
  expect((await requested('mute')).data).toEqual({ source: 'mic', muted: true });
  expect(said('publish')).toHaveLength(1);
  expect(handlers).toHaveLength(2);
});

it('opens afresh after a reset and publishes everything again', async () => {
  const { meeting, media, handlers, open } = create();
  await open();
  await media.publish('mic', track('audio'), { muted: true });
  await media.publish('camera', track('video'));
  await server.media.consume([offer('bob', 'mic')]);
  server.media.session = undefined;
  server.media.notify('media:reset', {});
  await until(meeting.store, ({ mediaLine }) => mediaLine.state === 'connecting');
  expect(meeting.state.tracks).toEqual({});
  await until(meeting.store, ({ local }) => local.mic?.state === 'live' && local.camera?.state === 'live');
  expect(server.media.tickets).toEqual(['first']);
  expect(said('publish').slice(2).map(({ data }) => [data['source'], data['muted']])).toEqual([
    ['mic', true],
    ['camera', false],
  ]);
  expect(handlers).toHaveLength(4);
});

it('starts anew when the server knows its session no more', async () => {
  const { meeting, media, open } = create();
  await open();
  await media.publish('mic', track('audio'));
  server.media.session = undefined;
  server.media.cut();
  await until(meeting.store, ({ local }) => local.mic?.state === 'waiting');
  await until(meeting.store, ({ local }) => local.mic?.state === 'live');
  expect(said('publish')).toHaveLength(2);
});

it('opens again when the room line is back, without publishing twice', async () => {
  const { media, open } = create();
  await open();
  await media.publish('mic', track('audio'));
  media.start({ url: '/media', ticket: 'second' });
  await requested('open');
  await requested('open');
  await requested('ready');
  expect(server.media.tickets).toEqual(['first', 'second']);
  expect(said('publish')).toHaveLength(1);
});

it('restarts ICE while packets do not pass, and says so', async () => {
  const { meeting, handlers, open } = create();
  await open();
  const restarted = vi.spyOn(handlers[1] ?? expect.fail(), 'restartIce');
  handlers[1]?.setConnectionState('failed');
  expect(meeting.state.mediaLine).toEqual({ state: 'blocked' });
  expect((await requested('restartIce')).data).toEqual({ side: 'recv' });
  await vi.waitFor(() => expect(restarted).toHaveBeenCalled());
  handlers[1]?.setConnectionState('connected');
  expect(meeting.state.mediaLine).toEqual({ state: 'open' });
});

it('opens afresh when the server no longer knows the transport', async () => {
  const { handlers, open } = create();
  await open();
  server.media.refusals.set('media:restartIce', 'notFound');
  handlers[0]?.setConnectionState('failed');
  await requested('open');
  await requested('open');
  expect(said('open')[1]?.data).toEqual({});
});

it('sends the last word on each stream, and only what changed', async () => {
  const { media, open } = create();
  await open();
  media.watch([{ id: 'a', paused: false, layer: 0 }, { id: 'b', paused: true }]);
  media.watch([{ id: 'a', layer: 2 }]);
  expect((await requested('watch')).data).toEqual({
    consumers: [{ id: 'a', paused: false, layer: 2 }, { id: 'b', paused: true }],
  });
  media.watch([{ id: 'a', layer: 2 }, { id: 'b', paused: false }]);
  expect((await requested('watch')).data).toEqual({ consumers: [{ id: 'b', paused: false }] });
});

it('refuses to publish where there is no media line, and after the end', async () => {
  const { media } = create();
  await expect(media.publish('mic', track('audio'))).rejects.toMatchObject({ code: 'unavailable' });
  media.start({ url: '/media', ticket: 'first' });
  const waiting = expect(media.publish('mic', track('audio'))).rejects.toMatchObject({ code: 'closed' });
  media.close();
  await waiting;
  await expect(media.publish('mic', track('audio'))).rejects.toBeInstanceOf(AppError);
});

it('says so when this browser cannot do it', async () => {
  const { meeting } = create();
  const factory = FakeHandler.createFactory(fake);
  const getNativeRtpCapabilities = () => Promise.reject(new Error('no WebRTC here'));
  const broken = new MediaLine({
    meeting,
    base: server.url,
    renew: () => Promise.reject(new AppError('unavailable', '')),
    handlerFactory: { ...factory, getNativeRtpCapabilities },
  });
  broken.start({ url: '/media', ticket: 'first' });
  const { mediaLine } = await until(meeting.store, ({ mediaLine: { state } }) => state === 'failed');
  expect(mediaLine).toMatchObject({ code: 'unavailable', message: 'no WebRTC here' });
  await expect(broken.publish('mic', track('audio'))).rejects.toMatchObject({ message: 'no WebRTC here' });
  broken.close();
});
