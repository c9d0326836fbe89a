import { expect, it } from 'vitest';
import { dtls, receiving, sending } from '../testing/parameters.ts';
import { TestLine } from '../testing/TestLine.ts';
import { spyOnMediasoup, startEngine } from './testEngine.ts';

const cycles = 500;

const shapes = [
  { slots: 0, workerConsumers: 500 },
  { slots: 3, workerConsumers: 500 },
  // Every room is on both workers.
  { slots: 0, workerConsumers: 1 },
  { slots: 3, workerConsumers: 1 },
];

it.each(shapes)(`leaves nothing after ${cycles} lines, streams and rooms: %o`, async ({ slots, ...bound }) => {
  const spy = spyOnMediasoup();
  const { engine, clock, reports } = await startEngine({ workers: 2, slots, ...bound });
  const pids = engine.census().pids;
  const stays = await engine.createRoom('stays', () => {});
  const cycle = async (i: number): Promise<void> => {
    const line = new TestLine();
    const member = `member-${i}`;
    const peer = stays.attach(member, line);
    await peer.open({});
    await peer.ready({ rtpCapabilities: receiving, have: [] });
    await peer.connect({ side: 'recv', dtlsParameters: dtls });
    for (const source of ['mic', 'camera'] as const)
      await peer.publish({ source, muted: false, rtpParameters: sending(source) });
    // A member leaves in three ways: by `detach`, by a lost line, with the whole room.
    if (i % 3 === 0) stays.detach(member);
    else stays.release(member, line);
    const room = await engine.createRoom(`goes-${i}`, () => {});
    await room.attach(member, new TestLine()).open({});
    room.close();
  };
  for (let i = 0; i < cycles; i += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, j) => cycle(i + j)));
    clock.turn(60_000);
  }
  expect(engine.census()).toEqual({ rooms: 1, load: 1, pids });
  expect(clock.timers).toBe(0);
  const alive = spy.seen.routers.filter((router) => !router.closed);
  expect(alive).toHaveLength(1);
  const left = await alive[0]?.dump();
  // Only the audio slots remain, on the transport that they share.
  expect(left?.transportIds).toHaveLength(slots > 0 ? 1 : 0);
  expect(left?.mapProducerIdConsumerIds.map(({ values }) => values)).toEqual(Array.from({ length: slots }, () => []));
  expect(left?.mapConsumerIdProducerId).toEqual([]);
  stays.close();
  expect(engine.census()).toEqual({ rooms: 0, load: 0, pids });
  expect(reports.all.filter(({ message }) => message !== 'a media worker runs')).toEqual([]);
  spy.stop();
  await engine.close();
});
