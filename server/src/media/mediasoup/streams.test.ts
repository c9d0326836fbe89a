import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MediaFact, MediaPeer, MediaRoom } from '../MediaEngine.ts';
import { holdOverMs } from '../Talking.ts';
import { Happened } from '../testing/Happened.ts';
import { dtls, receiving, sending } from '../testing/parameters.ts';
import { streamsIn, TestLine } from '../testing/TestLine.ts';
import { type Seen, spyOnMediasoup, startEngine, type TestEngine } from './testEngine.ts';

let test: TestEngine;
let seen: Seen;
let room: MediaRoom;
let facts: Happened<MediaFact>;
let stopSpying: () => void;

beforeEach(async () => {
  const spy = spyOnMediasoup();
  seen = spy.seen;
  stopSpying = spy.stop;
  test = await startEngine({ announcedAddress: 'media.example.org' });
  facts = new Happened();
  room = await test.engine.createRoom('one-room', facts.push);
});
afterEach(async () => {
  stopSpying();
  await test.engine.close();
});

async function enter(member: string): Promise<{ peer: MediaPeer; line: TestLine }> {
  const line = new TestLine();
  const peer = room.attach(member, line);
  await peer.open({});
  return { peer, line };
}

const happens = (consumer: types.Consumer | undefined, event: 'resume' | 'pause' | 'layerschange'): Promise<void> =>
  new Promise((resolve) => consumer?.observer.once(event, () => resolve()));

it('announces one UDP and one TCP port for everybody, under the public address', async () => {
  const peer = room.attach('ann', new TestLine());
  const { send, recv, routerRtpCapabilities } = await peer.open({});
  for (const { iceCandidates } of [send, recv]) {
    const reached = iceCandidates.map(({ protocol, address, port }) => [protocol, address, port]);
    expect(reached).toEqual([
      ['udp', 'media.example.org', test.port],
      ['tcp', 'media.example.org', test.port],
    ]);
  }
  const told = JSON.stringify(routerRtpCapabilities);
  expect(told).toContain('"useinbandfec":1');
  expect(told.indexOf('VP8')).toBeLessThan(told.indexOf('VP9'));
});

it('makes consumers paused; sound flows when the browser is ready for it, a picture when somebody looks', async () => {
  const [ann, ben] = [await enter('ann'), await enter('ben')];
  for (const source of ['mic', 'camera'] as const)
    await ann.peer.publish({ source, muted: false, rtpParameters: sending(source) });
  ben.line.hold();
  await ben.peer.ready({ rtpCapabilities: receiving, have: [] });
  const offered = await ben.line.offer(1);
  const [sound, picture] = ['mic', 'camera'].map(
    (kind) => offered.find((info) => 'source' in info && info.source === kind)?.id ?? '',
  );
  const of = (id = '') => seen.consumers.find((consumer) => consumer.id === id);
  expect(seen.consumers.map(({ paused }) => paused)).toEqual([true, true]);
  const heard = happens(of(sound), 'resume');
  ben.line.answer();
  await heard;
  expect([of(sound)?.paused, of(picture)?.paused]).toEqual([false, true]);
  const looked = happens(of(picture), 'resume');
  await ben.peer.watch({ consumers: [{ id: picture ?? '', paused: false }] });
  await looked;
});

it('applies a watch: pause before the first packet, layer and priority; tells the worker nothing twice', async () => {
  const [ann, ben] = [await enter('ann'), await enter('ben')];
  await ann.peer.publish({ source: 'camera', muted: false, rtpParameters: sending('camera') });
  ben.line.hold();
  await ben.peer.ready({ rtpCapabilities: receiving, have: [] });
  const [offered] = await ben.line.offer(1);
  const id = offered?.id ?? '';
  const [consumer] = seen.consumers;
  expect(consumer?.preferredLayers).toMatchObject({ spatialLayer: 2 });
  await ben.peer.watch({ consumers: [{ id, paused: true, layer: 1, priority: 77 }] });
  ben.line.answer();
  // The second stream starts after the first was answered; so by then the first could have been resumed.
  await ann.peer.publish({ source: 'mic', muted: false, rtpParameters: sending('mic') });
  await ben.line.offer(2);
  expect(consumer).toMatchObject({ paused: true, priority: 77, preferredLayers: { spatialLayer: 1 } });
  const resumed = happens(consumer, 'resume');
  await ben.peer.watch({ consumers: [{ id, paused: false }] });
  await resumed;
  expect(consumer).toMatchObject({ paused: false, priority: 77, preferredLayers: { spatialLayer: 1 } });
});

it('pauses a muted stream in the worker, from the first packet on', async () => {
  const { peer } = await enter('ann');
  await peer.publish({ source: 'mic', muted: true, rtpParameters: sending('mic') });
  const [producer] = seen.producers;
  expect(producer?.paused).toBe(true);
  await peer.mute({ source: 'mic', muted: false });
  expect(producer?.paused).toBe(false);
  const publishing = peer.publish({ source: 'camera', muted: false, rtpParameters: sending('camera') });
  await peer.mute({ source: 'camera', muted: true });
  await publishing;
  expect(seen.producers[1]?.paused).toBe(true);
  expect(facts.all.at(-1)).toEqual({ type: 'published', member: 'ann', source: 'camera', muted: true });
});

it('offers a browser only what it can decode', async () => {
  const [ann, ben] = [await enter('ann'), await enter('ben')];
  for (const source of ['camera', 'mic'] as const)
    await ann.peer.publish({ source, muted: false, rtpParameters: sending(source) });
  const soundOnly = { ...receiving, codecs: Array.isArray(receiving.codecs) ? receiving.codecs.slice(0, 1) : [] };
  await ben.peer.ready({ rtpCapabilities: soundOnly, have: [] });
  expect(streamsIn(await ben.line.offer(1))).toEqual(['ann mic']);
});

it('keeps out of other browsers what a sender could smuggle into their SDP', async () => {
  const [ann, ben] = [await enter('ann'), await enter('ben')];
  await ann.peer.publish({ source: 'mic', muted: false, rtpParameters: { ...sending('mic'), msid: 'a b\r\na=evil' } });
  await ben.peer.ready({ rtpCapabilities: receiving, have: [] });
  expect(JSON.stringify(await ben.line.offer(1))).not.toContain('evil');
});

it('turns the levels of microphones into who is talking', async () => {
  const [ann, ben] = [await enter('ann'), await enter('ben')];
  for (const { peer } of [ann, ben]) {
    await peer.publish({ source: 'mic', muted: false, rtpParameters: sending('mic') });
    await peer.publish({ source: 'screenAudio', muted: false, rtpParameters: sending('screenAudio') });
  }
  const [annMic, annScreen, benMic] = seen.producers;
  const [router] = seen.routers;
  await expect
    .poll(async () => {
      const heard = (await router?.dump())?.mapProducerIdObserverIds.filter(({ values }) => values.length > 0);
      return heard?.map(({ key }) => key).sort();
    })
    .toEqual([annMic?.id ?? '', benMic?.id ?? ''].sort());
  const volumes = [benMic, annMic, annScreen].map((producer, i) => ({ producer, volume: -20 - i }));
  for (const ear of seen.observers) EventEmitter.prototype.emit.call(ear, 'volumes', volumes);
  await ben.peer.mute({ source: 'mic', muted: true });
  test.clock.turn(holdOverMs);
  expect(facts.all.filter(({ type }) => type === 'speaking')).toEqual([
    { type: 'speaking', members: ['ben', 'ann'] },
    { type: 'speaking', members: ['ann'] },
    { type: 'speaking', members: [] },
  ]);
});

it('takes a stream of the same mid and SSRC again, and refuses them for another source', async () => {
  const { peer } = await enter('ann');
  const same = sending('mic');
  await peer.connect({ side: 'send', dtlsParameters: dtls });
  await peer.publish({ source: 'mic', muted: false, rtpParameters: same });
  await peer.publish({ source: 'mic', muted: false, rtpParameters: same });
  const twice = peer.publish({ source: 'screenAudio', muted: false, rtpParameters: same });
  await expect(twice).rejects.toMatchObject({ name: 'AppError', code: 'invalid' });
  expect(facts.all).toHaveLength(1);
});
