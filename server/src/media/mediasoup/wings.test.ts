import type { types } from 'mediasoup';
import { afterEach, describe, expect, it } from 'vitest';
import type { MediaPeer, MediaRoom } from '../MediaEngine.ts';
import { createRtp } from '../slots/createRtp.ts';
import { Happened } from '../testing/Happened.ts';
import { receiving, sending } from '../testing/parameters.ts';
import { streamsIn, TestLine } from '../testing/TestLine.ts';
import { fact } from '../testing/world.ts';
import { spyOnMediasoup, startEngine, type TestEngine } from './testEngine.ts';
import { wireBrowsers } from './wires.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

interface Guest {
  readonly name: string;
  readonly peer: MediaPeer;
  readonly line: TestLine;
  /** Port of the worker of this member. */
  readonly port: number;
}

const layers = 3;
let cameras = 0;

interface Camera {
  readonly input: Parameters<MediaPeer['publish']>[0];
  /** One SSRC for each layer. */
  readonly ssrcs: readonly number[];
}

/** A camera in three layers; the SSRC of a packet tells its layer. */
function createCamera(): Camera {
  cameras += 1;
  const ssrcs = Array.from({ length: layers }, (_, layer) => 100_000 + cameras * layers + layer);
  const { codecs, rtcp } = sending('camera');
  const encodings = ssrcs.map((ssrc) => ({ ssrc }));
  const rtpParameters = { mid: `cam${cameras}`, codecs, rtcp, encodings };
  return { input: { source: 'camera', muted: false, rtpParameters }, ssrcs };
}

const mic = (): Parameters<MediaPeer['publish']>[0] => ({
  source: 'mic',
  muted: false,
  rtpParameters: sending('mic'),
});

async function create({ workers = 2, workerConsumers = 1, slots = 0 } = {}) {
  const spy = spyOnMediasoup();
  const wires = wireBrowsers();
  const test = await startEngine({ workers, workerConsumers, slots });
  open.push(spy.stop, wires.stop, () => test.engine.close());
  const facts = new Happened<string>();
  const room = await test.engine.createRoom('one-room', (one) => facts.push(fact(one)));
  let sent = 0;
  const send = (producerId: string, ssrc: number, payload: readonly number[]): Promise<void> => {
    sent += 1;
    return wires.send(
      producerId,
      createRtp({ sequence: sent, timestamp: sent * 3_000, ssrc, payload: Buffer.from(payload) }),
    );
  };
  return {
    test,
    room,
    facts,
    ...spy.seen,
    enter: (name: string) => enter(room, test, name),
    publish: async ({ peer }: Guest) => {
      const { input, ssrcs } = createCamera();
      const { producerId } = await peer.publish(input);
      /** Sends a key frame in each layer. */
      const show = () => Promise.all(ssrcs.map((ssrc) => send(producerId, ssrc, [0x10, 0, 0, 0, 0])));
      return { producerId, show };
    },
    say: (producerId: string) => send(producerId, 0, [0xfc, 1, 2, 3]),
    heard: (consumerId: string) => wires.received.all.filter((one) => one.consumerId === consumerId).length,
  };
}

async function enter(room: MediaRoom, test: TestEngine, name: string): Promise<Guest> {
  const line = new TestLine();
  const peer = room.attach(name, line);
  const port = await openAt(peer);
  expect([test.port, test.port + 1]).toContain(port);
  await peer.ready({ rtpCapabilities: receiving, have: [] });
  return { name, peer, line, port };
}

async function openAt(peer: MediaPeer): Promise<number> {
  const { recv } = await peer.open({});
  return Number(recv.iceCandidates[0]?.['port']);
}

const pipesIn = (consumers: readonly types.Consumer[]): types.Consumer[] =>
  consumers.filter(({ type, closed }) => type === 'pipe' && !closed);

const watch = ({ peer }: Guest, id: string, paused: boolean): Promise<unknown> =>
  peer.watch({ consumers: [{ id, paused }] });

/** Sends until something arrives: the first packets may reach a worker before its consumer is resumed. */
async function until(send: () => Promise<unknown>, arrived: () => boolean): Promise<void> {
  await expect
    .poll(async () => {
      await send();
      return arrived();
    })
    .toBe(true);
}

describe('members on two workers', () => {
  it('hear and see each other', async () => {
    const { enter: come, heard, publish, say } = await create();
    const [ann, ben] = [await come('ann'), await come('ben')];
    expect(ann.port).not.toBe(ben.port);
    for (const [sender, receiver] of [
      [ann, ben],
      [ben, ann],
    ] as const) {
      const voice = await sender.peer.publish(mic());
      const [sound] = await receiver.line.offer(1);
      const picture = await publish(sender);
      const [seen] = await receiver.line.offer(2);
      expect([sound?.producerId, seen?.producerId]).toEqual([voice.producerId, picture.producerId]);
      const [ear = '', eye = ''] = [sound?.id, seen?.id];
      await until(
        () => say(voice.producerId),
        () => heard(ear) > 0,
      );
      await watch(receiver, eye, false);
      await until(picture.show, () => heard(eye) > 0);
    }
  });

  it('share one pipe for each stream and worker, with all layers, which rests while nobody there looks', async () => {
    const { consumers, enter: come, producers, publish, heard } = await create();
    const [ann, ben] = [await come('ann'), await come('ben')];
    const third = await come('cleo');
    const others = [ben, third, await come('dan')].filter(({ port }) => port !== ann.port);
    expect(others).toHaveLength(2);
    const { producerId, show } = await publish(ann);
    const eyes = await Promise.all(others.map(async ({ line }) => (await line.offer(1))[0]?.id ?? ''));
    const [pipe, ...more] = pipesIn(consumers);
    expect(more).toEqual([]);
    const far = producers.find((one) => one.id === producerId && one.type === 'simulcast' && one !== producers[0]);
    expect([pipe?.paused, far?.paused]).toEqual([true, true]);
    const watchAll = (paused: boolean) =>
      Promise.all(others.map((other, index) => watch(other, eyes[index] ?? '', paused)));
    await watchAll(false);
    await expect.poll(() => [pipe?.paused, far?.paused]).toEqual([false, false]);
    await until(show, () => eyes.every((eye) => heard(eye) > 0));
    const arriving = (await far?.getStats())?.filter(({ packetCount }) => packetCount > 0) ?? [];
    expect(arriving).toHaveLength(layers);
    // First one viewer looks away, then the other.
    await watch(others[0] ?? ben, eyes[0] ?? '', true);
    await watch(others[1] ?? ben, eyes[1] ?? '', true);
    await expect.poll(() => [pipe?.paused, far?.paused]).toEqual([true, true]);
    await watch(others[1] ?? ben, eyes[1] ?? '', false);
    await expect.poll(() => [pipe?.paused, far?.paused]).toEqual([false, false]);
    await ann.peer.mute({ source: 'camera', muted: true });
    await expect.poll(() => [pipe?.paused, far?.paused]).toEqual([true, true]);
    await ann.peer.mute({ source: 'camera', muted: false });
    await expect.poll(() => [pipe?.paused, far?.paused]).toEqual([false, false]);
  });

  it('lose a stream when its sender ends it or goes, and nothing of it is left', async () => {
    const { consumers, enter: come, producers, publish, room } = await create();
    const [ann, ben] = [await come('ann'), await come('ben')];
    await publish(ann);
    const [first] = await ben.line.offer(1);
    await ann.peer.unpublish({ source: 'camera' });
    expect(await ben.line.closed(1)).toEqual([first?.id]);
    await expect.poll(() => [pipesIn(consumers), producers.filter(({ closed }) => !closed)]).toEqual([[], []]);
    await ann.peer.publish(mic());
    const [second] = await ben.line.offer(2);
    room.detach('ann');
    expect(await ben.line.closed(2)).toEqual([second?.id]);
    expect([pipesIn(consumers), producers.filter(({ closed }) => !closed)]).toEqual([[], []]);
  });
});

describe('the worker of a member', () => {
  it('stays on one worker until that is full, counting what newcomers will be sent', async () => {
    // Weights: 1 for each part of a room; for each session its expected streams, here the two audio slots.
    const { enter: come } = await create({ workerConsumers: 7, slots: 2 });
    const ports: number[] = [];
    for (let i = 0; i < 8; i += 1) ports.push((await come(`member-${i}`)).port);
    const [home = 0] = ports;
    expect(ports.slice(0, 3)).toEqual([home, home, home]);
    expect(ports.slice(3, 6).every((port) => port !== home)).toBe(true);
    // Both workers are full: members go to them in turn.
    expect(new Set(ports.slice(6)).size).toBe(2);
  });

  it('never widens on a machine with one worker', async () => {
    const { enter: come, routers } = await create({ workers: 1 });
    for (const name of ['ann', 'ben', 'cleo']) await come(name);
    expect(routers).toHaveLength(1);
  });

  it('counts members who are still on their way', async () => {
    const { room, test, routers } = await create({ workerConsumers: 3 });
    const peers = Array.from({ length: 6 }, (_, i) => room.attach(`member-${i}`, new TestLine()));
    const ports = await Promise.all(peers.map(openAt));
    expect(ports.filter((port) => port === test.port)).toHaveLength(3);
    expect(routers).toHaveLength(2);
  });

  it('leaves a worker with its last member there', async () => {
    const { room, routers, enter: come, publish, test } = await create({ slots: 3 });
    const [ann, ben] = [await come('ann'), await come('ben')];
    expect(routers.filter(({ closed }) => !closed)).toHaveLength(2);
    room.detach('ben');
    expect(routers.filter(({ closed }) => !closed)).toHaveLength(1);
    const again = await come('ben');
    expect(again.port).toBe(ben.port);
    await publish(ann);
    expect(streamsIn(await again.line.offer(2))).toEqual(['ann camera']);
    room.close();
    expect(test.engine.census().load).toBe(0);
  });
});

describe('one of two workers dies', () => {
  it('resets its members and nobody else; they return and all see each other', async () => {
    const { enter: come, facts, heard, publish, test } = await create({ slots: 2 });
    const [ann, ben] = [await come('ann'), await come('ben')];
    await publish(ann);
    await publish(ben);
    const [, annSeen] = [await ben.line.offer(1), await ben.line.offer(2)];
    const benSeen = await ann.line.offer(2);
    const { pids } = test.engine.census();
    const victim = ben.port - test.port;
    await test.kill([pids[victim] ?? 0]);
    await ben.line.reseted(1);
    expect([ann.line.resets, annSeen.length]).toEqual([0, 1]);
    expect(await ann.line.closed(1)).toEqual(benSeen.map(({ id }) => id));
    await ben.peer.open({});
    await ben.peer.ready({ rtpCapabilities: receiving, have: [] });
    const { producerId, show } = await publish(ben);
    const [seen] = await ann.line.offer(3);
    expect(seen?.producerId).toBe(producerId);
    await watch(ann, seen?.id ?? '', false);
    await until(show, () => heard(seen?.id ?? '') > 0);
    expect(streamsIn(await ben.line.offer(3))).toEqual(['ann camera', 'slot 0', 'slot 1']);
    test.clock.turn(60_000);
    // Each camera was published once: nobody was told that it was gone for a moment.
    expect(facts.all).toEqual(
      ['ann', 'ben'].map((member) => fact({ type: 'published', member, source: 'camera', muted: false })),
    );
  });

  it('is noticed when a member comes to it; that member goes to the other', async () => {
    const { enter: come, room, test } = await create();
    const ann = await come('ann');
    const { pids } = test.engine.census();
    const coming = room.attach('ben', new TestLine());
    const other = test.port === ann.port ? 1 : 0;
    const [port] = await Promise.all([openAt(coming), test.kill([pids[other] ?? 0])]).catch(() => [0]);
    if (port === 0) await openAt(coming);
    expect(ann.line.resets).toBe(0);
  });
});
