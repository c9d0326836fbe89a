// @vitest-environment node
import { AppError } from '@plenum/shared/core/errors';
import * as fake from 'mediasoup-client/fakeParameters';
import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { MediaLine } from './mediaLine.ts';
import { offer, offerSlot } from './testing/FakeMediaLine.ts';
import { fakeTrack, MediaWorld } from './testing/MediaWorld.ts';
import { until } from './testing/until.ts';

let world: MediaWorld;

beforeEach(async () => {
  world = await MediaWorld.create();
});

afterEach(() => world.close());

it('goes by the relays that came with the ticket, in both directions', async () => {
  const relay = { urls: ['turn:relay.example:3478'], username: '1800000000:me', credential: 'signed' };
  world.media.start({ url: '/media', ticket: 'first', iceServers: [relay] });
  await until(world.meeting.store, ({ mediaLine }) => mediaLine.state === 'open');
  expect(world.relays).toEqual([[relay], [relay]]);
});

it('opens with its ticket, says what it can receive, and receives in bulk', async () => {
  await world.open();
  expect(world.server.media.tickets).toEqual(['first']);
  expect(world.said('open')[0]).toEqual({});
  expect(world.said('ready')[0]).toMatchObject({ have: [], rtpCapabilities: { codecs: expect.any(Array) } });
  await world.server.media.consume([offer('bob', 'mic'), offer('bob', 'camera'), offer('eve', 'mic')]);
  expect(Object.keys(world.meeting.state.tracks)).toEqual(['bob/mic', 'bob/camera', 'eve/mic']);
  expect(world.meeting.state.tracks['bob/camera']).toMatchObject({
    consumerId: 'bob-camera',
    track: { kind: 'video' },
  });
  expect(world.said('connect')).toHaveLength(1);
  world.server.media.notify('media:consumersClosed', { ids: ['bob-mic', 'unknown'] });
  await until(world.meeting.store, ({ tracks }) => !tracks['bob/mic']);
  expect(Object.keys(world.meeting.state.tracks)).toEqual(['bob/camera', 'eve/mic']);
});

it('lets the good streams in when one cannot be received, and refuses when none can', async () => {
  await world.open();
  const broken = { ...offer('eve', 'camera'), rtpParameters: {} };
  await world.server.media.consume([broken, offer('bob', 'mic')]);
  expect(Object.keys(world.meeting.state.tracks)).toEqual(['bob/mic']);
  await expect(world.server.media.consume([broken])).rejects.toThrow();
});

it('resumes its session after a lost line: streams go on, and what changed meanwhile is told', async () => {
  await world.open();
  await world.media.publish('mic', fakeTrack('audio'));
  await world.server.media.consume([offer('bob', 'mic')]);
  world.server.media.cut();
  await until(world.meeting.store, ({ mediaLine }) => mediaLine.state === 'lost');
  expect(Object.keys(world.meeting.state.tracks)).toEqual(['bob/mic']);
  world.media.mute('mic', true);
  await until(world.meeting.store, ({ mediaLine }) => mediaLine.state === 'open');
  expect(world.server.media.tickets).toEqual(['first', 'renewed-1']);
  expect(world.said('open')[1]).toEqual({ session: world.server.media.session });
  expect(world.said('ready')[1]).toMatchObject({ have: ['bob-mic'] });
  expect(await world.requested('mute')).toEqual({ source: 'mic', muted: true });
  expect(world.said('publish')).toHaveLength(1);
  expect(world.handlers).toHaveLength(2);
});

it('opens afresh after a reset and publishes everything again', async () => {
  await world.open();
  await world.media.publish('mic', fakeTrack('audio'), { muted: true });
  await world.media.publish('camera', fakeTrack('video'));
  await world.server.media.consume([offer('bob', 'mic')]);
  world.server.media.session = undefined;
  world.server.media.notify('media:reset', {});
  await until(world.meeting.store, ({ mediaLine }) => mediaLine.state === 'connecting');
  expect(world.meeting.state.tracks).toEqual({});
  await until(world.meeting.store, ({ local }) => local.mic?.state === 'live' && local.camera?.state === 'live');
  expect(world.server.media.tickets).toEqual(['first']);
  expect(
    world
      .said('publish')
      .slice(2)
      .map(({ source, muted }) => [source, muted]),
  ).toEqual([
    ['mic', true],
    ['camera', false],
  ]);
  expect(world.handlers).toHaveLength(4);
});

it('starts anew when the server knows its session no more', async () => {
  await world.open();
  await world.media.publish('mic', fakeTrack('audio'));
  world.server.media.session = undefined;
  world.server.media.cut();
  await until(world.meeting.store, ({ local }) => local.mic?.state === 'waiting');
  await until(world.meeting.store, ({ local }) => local.mic?.state === 'live');
  expect(world.said('publish')).toHaveLength(2);
});

it('opens again when the room line is back, without publishing twice', async () => {
  await world.open();
  await world.media.publish('mic', fakeTrack('audio'));
  world.media.start({ url: '/media', ticket: 'second' });
  expect(world.meeting.state.mediaLine).toEqual({ state: 'open' });
  await world.requested('open');
  await world.requested('open');
  await world.requested('ready');
  expect(world.server.media.tickets).toEqual(['first', 'second']);
  expect(world.said('publish')).toHaveLength(1);
});

it('restarts ICE while packets do not pass, and says so', async () => {
  await world.open();
  const restarted = vi.spyOn(world.handlers[1] ?? expect.fail(), 'restartIce');
  world.handlers[1]?.setConnectionState('failed');
  expect(world.meeting.state.mediaLine).toEqual({ state: 'blocked' });
  expect(await world.requested('restartIce')).toEqual({ side: 'recv' });
  await expect.poll(() => restarted).toHaveBeenCalled();
  world.handlers[1]?.setConnectionState('connected');
  expect(world.meeting.state.mediaLine).toEqual({ state: 'open' });
});

it('restarts ICE with credentials that are still good, and changes nothing before', async () => {
  const relay = { urls: ['turn:relay.example:3478'], username: '1800000000:me', credential: 'old' };
  world.renewedRelays = { iceServers: [{ ...relay, credential: 'new' }], iceSeconds: 600 };
  world.media.start({ url: '/media', ticket: 'first', iceServers: [relay], iceSeconds: 600 });
  await until(world.meeting.store, ({ mediaLine }) => mediaLine.state === 'open');
  const [send, recv] = world.handlers.map((handler) => vi.spyOn(handler, 'updateIceServers'));
  // The computer slept for an hour.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  onTestFinished(() => void vi.useRealTimers());
  world.handlers[1]?.setConnectionState('failed');
  await world.requested('restartIce');
  expect(recv).toHaveBeenCalledExactlyOnceWith([{ ...relay, credential: 'new' }]);
  expect(send).not.toHaveBeenCalled();
});

it('opens afresh when the server no longer knows the transport', async () => {
  await world.open();
  world.server.media.refusals.set('media:restartIce', 'notFound');
  world.handlers[0]?.setConnectionState('failed');
  await world.requested('open');
  await world.requested('open');
  expect(world.said('open')[1]).toEqual({});
});

it('says that packets do not pass until they do, also on the transports that took the place of others', async () => {
  await world.open();
  world.server.media.refusals.set('media:restartIce', 'notFound');
  world.server.media.session = undefined;
  world.handlers[1]?.setConnectionState('failed');
  await until(world.meeting.store, ({ mediaLine }) => mediaLine.state === 'blocked');
  await until(world.meeting.store, ({ mediaLine }) => mediaLine.state === 'open');
  world.handlers[3]?.setConnectionState('connecting');
  expect(world.meeting.state.mediaLine).toEqual({ state: 'blocked' });
  world.handlers[3]?.setConnectionState('connected');
  expect(world.meeting.state.mediaLine).toEqual({ state: 'open' });
});

it('refuses to publish where there is no media line, and after the end', async () => {
  await expect(world.media.publish('mic', fakeTrack('audio'))).rejects.toMatchObject({ code: 'unavailable' });
  world.media.start({ url: '/media', ticket: 'first' });
  const waiting = expect(world.media.publish('mic', fakeTrack('audio'))).rejects.toMatchObject({ code: 'closed' });
  world.media.close();
  await waiting;
  await expect(world.media.publish('mic', fakeTrack('audio'))).rejects.toBeInstanceOf(AppError);
});

it('says so when this browser cannot do it', async () => {
  const factory = FakeHandler.createFactory(fake);
  const getNativeRtpCapabilities = () => Promise.reject(new Error('no WebRTC here'));
  const broken = new MediaLine({
    meeting: world.meeting,
    base: world.server.url,
    renew: () => Promise.reject(new AppError('unavailable', '')),
    handlerFactory: { ...factory, getNativeRtpCapabilities },
  });
  broken.start({ url: '/media', ticket: 'first' });
  const { mediaLine } = await until(world.meeting.store, ({ mediaLine: { state } }) => state === 'failed');
  expect(mediaLine).toMatchObject({ code: 'unavailable', message: 'no WebRTC here' });
  await expect(broken.publish('mic', fakeTrack('audio'))).rejects.toMatchObject({ message: 'no WebRTC here' });
  broken.close();
});

it('keeps audio slots for themselves, and who is heard in them, also when that is known first', async () => {
  await world.open();
  world.server.media.notify('media:slots', { members: ['bob', null] });
  await world.server.media.consume([offerSlot(1), offerSlot(0), offer('bob', 'camera')]);
  const { slots, tracks } = world.meeting.state;
  expect(Object.keys(tracks)).toEqual(['bob/camera']);
  expect(slots.map(({ slot, member, consumerId }) => [slot, member, consumerId])).toEqual([
    [0, 'bob', 'slot-0'],
    [1, undefined, 'slot-1'],
  ]);
  world.server.media.notify('media:slots', { members: ['bob', 'eve'] });
  const heard = await until(world.meeting.store, (state) => state.slots[1]?.member === 'eve');
  expect(heard.slots[0]).toBe(slots[0]);
  world.server.media.notify('media:reset', {});
  await until(world.meeting.store, (state) => state.slots.length === 0);
});

it('knows which pictures a busy server sends, and takes a new session for one that sends all', async () => {
  await world.open();
  expect(world.meeting.state.pictures).toBe('all');
  world.server.media.notify('media:pictures', { shown: 'half of them' });
  world.server.media.notify('media:pictures', { shown: 'some' });
  await until(world.meeting.store, ({ pictures }) => pictures === 'some');
  world.server.media.notify('media:reset', {});
  await until(world.meeting.store, ({ pictures }) => pictures === 'all');
});

it('stops what the server stopped, and says why', async () => {
  await world.open();
  const ended: unknown[] = [];
  world.media.onEnded((source, why) => ended.push([source, why]));
  await world.media.publish('mic', fakeTrack('audio'));
  await world.media.publish('screen', fakeTrack('video'));
  world.server.media.notify('media:stopped', { source: 'mic', reason: 'forbidden' });
  world.server.media.notify('media:stopped', { source: 'camera', reason: 'ended' });
  world.server.media.notify('media:stopped', { source: 'screen', reason: 'ended' });
  await until(world.meeting.store, ({ local }) => !local.screen);
  expect(world.meeting.state.local).toEqual({});
  expect(ended).toEqual([
    ['mic', 'forbidden'],
    ['screen', 'ended'],
  ]);
});

it('encodes no more of a video than anybody watches', async () => {
  await world.open();
  await world.media.publish('camera', fakeTrack('video'));
  const layers = vi.spyOn(world.handlers[0] ?? expect.fail(), 'setMaxSpatialLayer');
  const encoded = () => layers.mock.calls.map(([, layer]) => layer);
  for (const layer of [null, 1, 1, 2]) world.server.media.notify('media:wanted', { source: 'camera', layer });
  await expect.poll(() => encoded().at(-1)).toBe(2);
  world.server.media.notify('media:wanted', { source: 'camera', layer: null });
  await expect.poll(() => encoded().at(-1)).toBe(-1);
});
