import { afterEach, describe, expect, it } from 'vitest';
import { alone } from '../../media/alone.ts';
import { FakeMediaEngine } from '../../media/FakeMediaEngine.ts';
import type { MediaRoom } from '../../media/MediaEngine.ts';
import type { Router, RouterEvents } from '../../media/router.ts';
import { Happened } from '../../media/testing/Happened.ts';
import { receiving, sending } from '../../media/testing/parameters.ts';
import { TestClock } from '../../media/testing/TestClock.ts';
import { streamsIn, TestLine } from '../../media/testing/TestLine.ts';
import { fact } from '../../media/testing/world.ts';
import { memoryChannels } from './wire/memoryChannels.ts';
import { RemoteEngine, nodeTimes } from './owner/RemoteEngine.ts';
import { EngineService } from './node/EngineService.ts';
import { createCluster, settled } from './testing/cluster.ts';

const open: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** A media node without workers that counts the routers and transports on it. */
class CountedHost extends FakeMediaEngine {
  readonly routers = new Set<Router>();
  readonly members = new Set<string>();

  override async createRouter(room: string, events: RouterEvents): Promise<Router> {
    const router = await super.createRouter(room, events);
    this.routers.add(router);
    const close = router.close.bind(router);
    router.close = () => {
      this.routers.delete(router);
      this.members.clear();
      close();
    };
    const create = router.createTransportPair.bind(router);
    router.createTransportPair = async (newcomer) => {
      const pair = await create(newcomer);
      this.members.add(newcomer.member);
      return { ...pair, shedLevel: 0, close: () => void this.members.delete(newcomer.member) };
    };
    return router;
  }
}

interface Shape extends Partial<Omit<Parameters<typeof createCluster>[0], 'clock' | 'hosts'>> {
  readonly nodes?: number;
}

async function create({ nodes = 2, ...options }: Shape = {}) {
  const clock = new TestClock();
  const hosts = Array.from({ length: nodes }, () => new CountedHost({ after: clock.after, now: clock.now }));
  const cluster = createCluster({ capacity: 1, ...options, clock, hosts });
  open.push(
    () => cluster.engine.close(),
    ...cluster.nodes.map(
      ({ service }) =>
        () =>
          service.close(),
    ),
  );
  await cluster.reports.until((all) => all.filter((one) => one.includes('is connected')).length === nodes);
  const facts = new Happened<string>();
  const room = await cluster.engine.createRoom('one-room', (one) => facts.push(fact(one)));
  return { ...cluster, clock, hosts, facts, room, membersAt: () => hosts.map(({ members }) => [...members].sort()) };
}

async function enter(room: MediaRoom, name: string) {
  const line = new TestLine();
  const peer = room.attach(name, line);
  await peer.open({});
  await peer.ready({ rtpCapabilities: receiving, have: [] });
  const show = () => peer.publish({ source: 'camera', muted: false, rtpParameters: sending('camera') });
  return { line, peer, show };
}

describe('members on two media nodes', () => {
  it('are offered the streams of both', async () => {
    const { room, membersAt } = await create();
    const [ann, ben] = [await enter(room, 'ann'), await enter(room, 'ben')];
    expect(membersAt()).toEqual([['ann'], ['ben']]);
    await ann.show();
    await ben.show();
    expect(streamsIn(await ben.line.offer(1))).toEqual(['ann camera']);
    expect(streamsIn(await ann.line.offer(1))).toEqual(['ben camera']);
  });

  it('leave a node with the last of them there', async () => {
    const { room, hosts, membersAt } = await create();
    await enter(room, 'ann');
    await enter(room, 'ben');
    room.detach('ben');
    await settled();
    expect(membersAt()).toEqual([['ann'], []]);
    expect(hosts.map(({ routers }) => routers.size)).toEqual([1, 0]);
    room.close();
    await settled();
    expect(hosts.map(({ routers }) => routers.size)).toEqual([0, 0]);
  });

  it('go to the node of their region, where it is known', async () => {
    const regionOf = (_: string, member: string) => (member === 'zoe' ? 'south' : undefined);
    const { room, membersAt } = await create({ capacity: 100, regions: ['north', 'south'], regionOf });
    for (const name of ['ann', 'ben', 'zoe']) await enter(room, name);
    expect(membersAt()).toEqual([['ann', 'ben'], ['zoe']]);
  });

  it('go to no node that drains', async () => {
    const { room, nodes, membersAt } = await create({ capacity: 100 });
    await enter(room, 'ann');
    nodes[0]?.service.drain(true);
    await settled();
    await enter(room, 'ben');
    expect(membersAt()).toEqual([['ann'], ['ben']]);
  });
});

describe('a media node that is lost', () => {
  it('resets its members and nobody else; they open elsewhere, and no stream is told to have ended', async () => {
    const { room, nodes, hosts, facts, reports, clock, membersAt } = await create();
    const [ann, ben] = [await enter(room, 'ann'), await enter(room, 'ben')];
    await ann.show();
    await ben.show();
    const seen = await ann.line.offer(1);
    nodes[1]?.cut();
    await ben.line.reseted(1);
    expect(await ann.line.closed(1)).toEqual(seen.map(({ id }) => id));
    await ben.peer.open({});
    await ben.peer.ready({ rtpCapabilities: receiving, have: [] });
    await ben.show();
    expect(streamsIn(await ann.line.offer(2))).toEqual(['ben camera']);
    expect(membersAt()).toEqual([['ann', 'ben'], []]);
    // What the owner had there is gone too: no router without an owner.
    expect(hosts[1]?.routers.size).toBe(0);
    expect([ann.line.resets, ben.line.resets]).toEqual([0, 1]);
    clock.turn(60_000);
    expect(facts.all).toHaveLength(2);
    expect(reports.all).toContain('error: a media node is lost');
  });

  it('takes members again when it is back', async () => {
    const { room, nodes, reports, wireClock, membersAt } = await create();
    await enter(room, 'ann');
    nodes[1]?.cut();
    await reports.until((all) => all.includes('error: a media node is lost'));
    wireClock.turn(1_000);
    await reports.until((all) => all.filter((one) => one.includes('is connected')).length === 3);
    await enter(room, 'ben');
    expect(membersAt()).toEqual([['ann'], ['ben']]);
  });

  it('takes the whole room along when there is no other, and gives it back', async () => {
    const { room, nodes, reports, wireClock, membersAt } = await create({ nodes: 1 });
    const ann = await enter(room, 'ann');
    nodes[0]?.cut();
    await ann.line.reseted(1);
    await expect(ann.peer.open({})).rejects.toMatchObject({ code: 'unavailable' });
    wireClock.turn(1_000);
    await reports.until((all) => all.filter((one) => one.includes('is connected')).length === 2);
    await ann.peer.open({});
    expect(membersAt()).toEqual([['ann']]);
  });
});

/** A second owner of rooms on a cluster's first node. */
async function rival(service: EngineService, fence: number): Promise<RemoteEngine> {
  const reports = new Happened<string>();
  const clock = new TestClock();
  const engine = new RemoteEngine({
    after: clock.after,
    wires: { after: clock.after, times: nodeTimes },
    slots: 0,
    resumeMs: 0,
    checkCapabilities() {},
    fenceOf: () => fence,
    onReport: (_, message) => reports.push(message),
  });
  const connect = async () => {
    const [near, far] = memoryChannels('rival', 'node-0');
    alone(service.serve(far));
    return near;
  };
  engine.join({ name: 'node-0', connect });
  open.push(() => engine.close());
  await reports.until((all) => all.includes('a media node is connected'));
  return engine;
}

describe('an owner at a media node', () => {
  it('loses a room to the owner of a newer lease, and cannot take it back', async () => {
    const { room, hosts, nodes, membersAt } = await create({ nodes: 1 });
    const [node] = nodes;
    if (!node) throw new Error('no node');
    const ann = await enter(room, 'ann');
    const next = await rival(node.service, 2);
    const taken = await next.createRoom('one-room', () => {});
    await ann.line.reseted(1);
    await enter(taken, 'ben');
    expect(membersAt()).toEqual([['ben']]);
    await expect(ann.peer.open({})).rejects.toMatchObject({ code: 'conflict' });
    expect(hosts[0]?.routers.size).toBe(1);
  });

  it('loses all that it made when it is silent', async () => {
    const { room, hosts, nodes } = await create({ nodes: 1 });
    await enter(room, 'ann');
    nodes[0]?.cut();
    await settled();
    expect(hosts[0]?.routers.size).toBe(0);
    expect(nodes[0]?.service.figures).toEqual({ rooms: 0, owners: 0 });
  });

  it('gets only so many rooms and members', async () => {
    const bounds = { rooms: 1, members: 2, things: 100 };
    const { engine, room, nodes } = await create({ nodes: 1, bounds });
    await expect(engine.createRoom('two-rooms', () => {})).rejects.toMatchObject({ code: 'full' });
    for (const name of ['ann', 'ben']) await enter(room, name);
    await expect(enter(room, 'cleo')).rejects.toMatchObject({ code: 'full' });
    room.detach('ann');
    await enter(room, 'cleo');
    room.close();
    await settled();
    await engine.createRoom('two-rooms', () => {});
    expect(nodes[0]?.service.figures).toEqual({ rooms: 1, owners: 1 });
  });

  it('loses its rooms when the node stops', async () => {
    const { room, nodes, reports } = await create({ nodes: 1 });
    const ann = await enter(room, 'ann');
    nodes[0]?.service.close();
    await ann.line.reseted(1);
    expect(reports.all).toContain('error: a media node is lost');
  });
});
