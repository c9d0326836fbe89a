import type { types } from 'mediasoup';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createCluster, settled } from '../../cluster/media/testing/cluster.ts';
import { engineSuite } from '../engineSuite.ts';
import type { MediaPeer, MediaRoom } from '../MediaEngine.ts';
import { createRtp } from '../slots/createRtp.ts';
import { Happened } from '../testing/Happened.ts';
import { receiving, sending } from '../testing/parameters.ts';
import { TestClock } from '../testing/TestClock.ts';
import { TestLine } from '../testing/TestLine.ts';
import { resumeMs } from '../testing/world.ts';
import { spyOnMediasoup, startEngine, type TestEngine } from './testEngine.ts';
import { wireBrowsers } from './wires.ts';

const wires = wireBrowsers();
const spy = spyOnMediasoup();
afterAll(() => {
  spy.stop();
  wires.stop();
});

const open: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** The workers of so many media nodes. The owner decides whether rooms have audio slots. */
function startHosts(count: number, clock: TestClock): Promise<TestEngine[]> {
  return Promise.all(Array.from({ length: count }, () => startEngine({ now: clock.now }, clock)));
}

// With a capacity of one stream, two members of a room are on different nodes.
for (const [name, count] of [
  ['on one media node', 1],
  ['over two media nodes', 2],
] as const) {
  engineSuite(`RemoteEngine ${name}`, async (clock, slots) => {
    const hosts = await startHosts(count, clock);
    const { engine } = createCluster({ clock, hosts: hosts.map((one) => one.engine), slots, resumeMs, capacity: 1 });
    const close = engine.close.bind(engine);
    engine.close = async () => {
      await close();
      await Promise.all(hosts.map((one) => one.engine.close()));
    };
    return {
      engine,
      received: wires.received,
      send: async (producerId, packet) => {
        // What the owner has asked for arrives first, as it would before a person speaks.
        await settled();
        await wires.send(producerId, packet);
        await settled();
      },
      killWorkers: async () => {
        await Promise.all(hosts.map((one) => one.kill(one.engine.census().pids)));
        await settled();
      },
      shed: async (level) => {
        for (const one of hosts) one.shed(level);
        await settled();
      },
    };
  });
}

interface Guest {
  readonly peer: MediaPeer;
  readonly line: TestLine;
  readonly port: number;
}

const layers = 3;
let packets = 0;

async function create({ slots = 0 } = {}) {
  const clock = new TestClock();
  const hosts = await startHosts(2, clock);
  const { engine } = createCluster({ clock, hosts: hosts.map((one) => one.engine), slots, capacity: 1 });
  open.push(...hosts.map((one) => () => one.engine.close()), () => engine.close());
  const room = await engine.createRoom('one-room', () => {});
  return { engine, room, hosts };
}

async function enter(room: MediaRoom, name: string): Promise<Guest> {
  const line = new TestLine();
  const peer = room.attach(name, line);
  const { recv } = await peer.open({});
  await peer.ready({ rtpCapabilities: receiving, have: [] });
  return { peer, line, port: Number(recv.iceCandidates[0]?.['port']) };
}

/** Publishes a camera in three layers; `show` sends a key frame in each. */
async function publish({ peer }: Guest) {
  const first = 200_000 + (packets += layers);
  const ssrcs = Array.from({ length: layers }, (_, layer) => first + layer);
  const { codecs, rtcp } = sending('camera');
  const rtpParameters = { mid: 'cam', codecs, rtcp, encodings: ssrcs.map((ssrc) => ({ ssrc })) };
  const { producerId } = await peer.publish({ source: 'camera', muted: false, rtpParameters });
  const show = () => Promise.all(ssrcs.map((ssrc) => send(producerId, ssrc, [0x10, 0, 0, 0, 0])));
  return { producerId, show };
}

function send(producerId: string, ssrc: number, payload: readonly number[]): Promise<void> {
  packets += 1;
  const of = { sequence: packets, timestamp: packets * 3_000, ssrc, payload: Buffer.from(payload) };
  return wires.send(producerId, createRtp(of));
}

const got = (consumerId: string): number => wires.received.all.filter((one) => one.consumerId === consumerId).length;

async function until(act: () => Promise<unknown>, arrived: () => boolean): Promise<void> {
  await expect
    .poll(async () => {
      await act();
      return arrived();
    })
    .toBe(true);
}

const pipes = (): types.Consumer[] => spy.seen.consumers.filter(({ type, closed }) => type === 'pipe' && !closed);
const look = ({ peer }: Guest, id: string, paused: boolean) => peer.watch({ consumers: [{ id, paused }] });

describe('a picture between two media nodes', () => {
  it('flows by SRTP while it is watched there, with all layers, and is counted', async () => {
    const { engine, room, hosts } = await create();
    const [ann, ben] = [await enter(room, 'ann'), await enter(room, 'ben')];
    expect([ann.port, ben.port]).toEqual(hosts.map(({ port }) => port));
    const { producerId, show } = await publish(ann);
    const [eye] = await ben.line.offer(1);
    expect(eye?.producerId).toBe(producerId);
    const [pipe, ...more] = pipes();
    expect([pipe?.paused, more]).toEqual([true, []]);
    await look(ben, eye?.id ?? '', false);
    await until(show, () => got(eye?.id ?? '') > 0);
    const far = spy.seen.producers.findLast(({ id }) => id === producerId);
    const arriving = (await far?.getStats())?.filter(({ packetCount }) => packetCount > 0) ?? [];
    expect(arriving).toHaveLength(layers);
    const [there] = (await engine.readLinks()).filter(({ from }) => from === 'node-0');
    expect(there).toMatchObject({ to: 'node-1', lost: 0 });
    expect(Math.min(there?.sent ?? 0, there?.received ?? 0)).toBeGreaterThanOrEqual(layers);
    await look(ben, eye?.id ?? '', true);
    await expect.poll(() => [pipe?.paused, far?.paused]).toEqual([true, true]);
    await look(ben, eye?.id ?? '', false);
    await expect.poll(() => [pipe?.paused, far?.paused]).toEqual([false, false]);
    await ann.peer.mute({ source: 'camera', muted: true });
    await expect.poll(() => [pipe?.paused, far?.paused]).toEqual([true, true]);
  });

  it('begins with a key frame that its sender was asked for', async () => {
    const { room } = await create();
    const [ann, ben] = [await enter(room, 'ann'), await enter(room, 'ben')];
    const { producerId, show } = await publish(ann);
    const [eye] = await ben.line.offer(1);
    await show();
    const near = spy.seen.producers.find(({ id }) => id === producerId);
    const asked = new Happened<string>();
    near?.on('trace', ({ type }) => asked.push(type));
    await near?.enableTraceEvent(['pli', 'fir']);
    await look(ben, eye?.id ?? '', false);
    await asked.count(1);
  });

  it('ends on every node with its sender, with a right, and with the room', async () => {
    const { room } = await create();
    const [ann, ben] = [await enter(room, 'ann'), await enter(room, 'ben')];
    const alive = () => spy.seen.producers.filter(({ closed }) => !closed).length;
    const before = alive();
    await publish(ann);
    const [first] = await ben.line.offer(1);
    expect(alive()).toBe(before + 2);
    room.allow('ann', { send: ['mic'], seesCameras: true, leads: false });
    expect(await ben.line.closed(1)).toEqual([first?.id]);
    await expect.poll(() => [alive(), pipes()]).toEqual([before, []]);
    room.allow('ann', { send: ['camera'], seesCameras: true, leads: false });
    await publish(ann);
    await ben.line.offer(2);
    room.close();
    await expect.poll(() => [alive(), pipes()]).toEqual([before, []]);
  });
});

describe('a voice between two media nodes', () => {
  it('goes through slots that each node has', async () => {
    const { room } = await create({ slots: 2 });
    const [ann, ben] = [await enter(room, 'ann'), await enter(room, 'ben')];
    const slots = await ben.line.offer(1);
    const own = await ann.line.offer(1);
    const { producerId } = await ann.peer.publish({ source: 'mic', muted: false, rtpParameters: sending('mic') });
    const heard = (all: readonly { readonly id: string }[]) => all.reduce((sum, { id }) => sum + got(id), 0);
    await until(
      () => send(producerId, 0, [0xfc, 1, 2, 3]),
      () => heard(slots) > 0,
    );
    // The speaker does not hear the own voice, and no stream was piped for it.
    expect([heard(own), pipes()]).toEqual([0, []]);
  });
});
