import type { types } from 'mediasoup';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MediaRoom, Tap } from '../MediaEngine.ts';
import { unwantedMs } from '../Demand.ts';
import { Happened } from '../testing/Happened.ts';
import { sending } from '../testing/parameters.ts';
import { TestLine } from '../testing/TestLine.ts';
import { type Seen, spyOnMediasoup, startEngine, type TestEngine } from './testEngine.ts';

let test: TestEngine;
let seen: Seen;
let room: MediaRoom;
let stopSpying: () => void;
const accepted = new Set<string>();
/** What the recorder was told: `begin` and `end` of a member's source. */
let told: Happened<string>;

beforeEach(async () => {
  const spy = spyOnMediasoup();
  seen = spy.seen;
  stopSpying = spy.stop;
  test = await startEngine({ workers: 2 });
  room = await test.engine.createRoom('one-room', () => {});
  accepted.clear();
  told = new Happened();
});
afterEach(async () => {
  stopSpying();
  await test.engine.close();
});

const tap: Tap = {
  wants: (member) => accepted.has(member),
  begin({ member, source }) {
    told.push(`begin ${member} ${source}`);
    return { packet() {}, report() {}, end: () => told.push(`end ${member} ${source}`) };
  },
};

async function publish(member: string, line = new TestLine()) {
  const peer = room.attach(member, line);
  await peer.open({});
  for (const source of ['mic', 'camera', 'screen'] as const) {
    await peer.publish({ source, muted: false, rtpParameters: sending(source) });
  }
  return { peer, line };
}

const open = () => seen.consumers.filter(({ closed }) => !closed);
/** Resolves when the engine has as many consumers. */
const consumers = (count: number): Promise<types.Consumer[]> =>
  expect
    .poll(open)
    .toHaveLength(count)
    .then(() => open());

it('gives a recorder the streams of those who accepted, and takes them back at once', async () => {
  await publish('ann');
  await publish('ben');
  accepted.add('ann');
  room.tap(tap);
  expect(told.all).toEqual(['begin ann mic', 'begin ann camera', 'begin ann screen']);
  const made = await consumers(3);
  expect(new Set(made.map(({ rtpParameters }) => rtpParameters.codecs[0]?.mimeType))).toEqual(
    new Set(['audio/opus', 'video/VP8']),
  );
  accepted.delete('ann');
  room.reviewTap();
  expect(told.all.slice(3)).toEqual(['end ann mic', 'end ann camera', 'end ann screen']);
  await consumers(0);
});

it('records what begins later, and nothing after its end', async () => {
  accepted.add('ann');
  room.tap(tap);
  const { peer } = await publish('ann');
  await consumers(3);
  await peer.unpublish({ source: 'screen' });
  expect(told.all.at(-1)).toBe('end ann screen');
  room.tap(undefined);
  await consumers(0);
  expect(told.all).toHaveLength(6);
});

it('goes on with the streams that are published again after the death of a worker', async () => {
  accepted.add('ann');
  room.tap(tap);
  const { line } = await publish('ann');
  await consumers(3);
  await test.kill(test.engine.census().pids.slice(0, 1));
  await line.reseted(1);
  expect(told.all.slice(3)).toEqual(['end ann mic', 'end ann camera', 'end ann screen']);
  await publish('ann', line);
  expect(told.all.slice(6)).toEqual(['begin ann mic', 'begin ann camera', 'begin ann screen']);
  await consumers(3);
});

it('asks the sender for the layer that is recorded, though nobody looks at the picture', async () => {
  accepted.add('ann');
  const { line } = await publish('ann');
  room.tap(tap);
  await consumers(3);
  test.clock.turn(unwantedMs);
  const wanted = line.said.all.filter((one) => one.type === 'wanted' && one.source === 'camera');
  expect(wanted.at(-1)).toMatchObject({ layer: 1 });
});
