import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sources } from '@plenum/shared/features/media/contract';
import type { MediaPeer, MediaRoom } from '../MediaEngine.ts';
import { dtls, receiving, sending } from '../testing/parameters.ts';
import { TestLine } from '../testing/TestLine.ts';
import { startEngine, type TestEngine } from './testEngine.ts';

// B6 of reliability.md: hostile objects for each method. The worker survives, and each failure has one of our codes.
// The nightly run does more: PLENUM_FUZZ_RUNS=10000. A failure prints its seed.
const runs = Number(process.env.PLENUM_FUZZ_RUNS ?? 200);

let test: TestEngine;
let room: MediaRoom;
let pids: number[];

beforeAll(async () => {
  test = await startEngine();
  pids = test.engine.census().pids;
  room = await test.engine.createRoom('one-room', () => {});
});
afterAll(async () => {
  await test.engine.close();
});

const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    true,
    '',
    0,
    -1,
    1,
    14,
    15,
    127,
    128,
    255,
    256,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    -0,
    0.5,
    1e308,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    [],
    {},
    '__proto__',
    'constructor',
    'a\r\na=evil',
    '\ud800',
    '\u202e',
    'L99T99',
    'sha-1',
    'sha-256',
    'video/VP8',
    'audio/opus',
    'video/rtx',
    'auto',
    'x'.repeat(10_000),
  ),
  fc.anything({ maxDepth: 3, maxKeys: 6, withNullPrototype: true }),
  fc.string({ unit: 'binary' }),
);

/** The paths of all parts of a value, so that one part can be spoilt. */
function placesIn(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (value === null || typeof value !== 'object') return [path];
  const inside = Object.entries(value).flatMap(([key, child]) => placesIn(child, [...path, key]));
  return [path, ...inside];
}

function spoil(value: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((child, i) => (String(i) === String(key) ? spoil(child, rest, by) : child));
  if (value === null || typeof value !== 'object') return by;
  return Object.fromEntries(Object.entries(value).map(([k, child]) => [k, k === key ? spoil(child, rest, by) : child]));
}

/** A good value with one to three spoilt parts, a part repeated many times, or a different value altogether. */
function hostile(good: Record<string, unknown>): fc.Arbitrary<Record<string, unknown>> {
  const places = placesIn(good).slice(1);
  const spoilt = fc
    .array(fc.tuple(fc.constantFrom(...places), nasty), { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce<unknown>((value, [path, by]) => spoil(value, path, by), good));
  const swollen = fc
    .tuple(fc.constantFrom(...Object.keys(good)), fc.constantFrom(2, 5, 33, 1_000))
    .map(([key, times]) => ({
      ...good,
      [key]: Array.isArray(good[key]) ? Array.from({ length: times }, () => good[key]).flat() : good[key],
    }));
  return fc.oneof({ weight: 5, arbitrary: spoilt }, swollen, fc.dictionary(fc.string(), nasty)).map((value) =>
    // The contract lets only objects in.
    value !== null && typeof value === 'object' ? { ...value } : {},
  );
}

async function isDecent(attempt: Promise<unknown>): Promise<void> {
  await attempt.catch((error: unknown) => {
    expect(error).toMatchObject({ name: 'AppError', code: expect.stringMatching(/^(invalid|conflict|notFound)$/) });
    expect(error instanceof Error && error.message.length).toBeLessThanOrEqual(200);
  });
}

async function alive(): Promise<void> {
  const line = new TestLine();
  const peer = room.attach('witness', line);
  await peer.open({});
  await peer.publish({ source: 'camera', muted: false, rtpParameters: sending('camera') });
  expect(test.engine.census().pids).toEqual(pids);
}

async function fuzz(
  good: Record<string, unknown>,
  attempt: (peer: MediaPeer, value: Record<string, unknown>) => Promise<unknown>,
): Promise<void> {
  const fresh = async (): Promise<MediaPeer> => {
    const peer = room.attach('mallory', new TestLine());
    await peer.open({});
    return peer;
  };
  await fc.assert(
    fc.asyncProperty(hostile(good), async (value) => isDecent(attempt(await fresh(), value))),
    { numRuns: runs },
  );
  await alive();
}

it('survives hostile DTLS parameters', () =>
  fuzz(dtls, (peer, dtlsParameters) => peer.connect({ side: 'send', dtlsParameters })));

it('survives hostile audio parameters', () =>
  fuzz(sending('mic'), (peer, rtpParameters) => peer.publish({ source: 'mic', muted: false, rtpParameters })));

it('survives hostile video parameters', () =>
  fuzz(sending('camera'), (peer, rtpParameters) => peer.publish({ source: 'screen', muted: true, rtpParameters })));

it('survives good parameters as another source', () =>
  fc.assert(
    fc.asyncProperty(fc.constantFrom(...sources), fc.constantFrom(...sources), async (as, source) => {
      const peer = room.attach('mallory', new TestLine());
      await peer.open({});
      await isDecent(peer.publish({ source: as, muted: false, rtpParameters: sending(source) }));
      await isDecent(peer.publish({ source, muted: false, rtpParameters: sending(source) }));
    }),
    { numRuns: runs / 4 },
  ));

it('survives hostile capabilities, also when they are then used', async () => {
  const sender = room.attach('sender', new TestLine());
  await sender.open({});
  for (const source of ['mic', 'camera'] as const)
    await sender.publish({ source, muted: false, rtpParameters: sending(source) });
  await fuzz(receiving, async (peer, rtpCapabilities) => {
    await peer.ready({ rtpCapabilities, have: [] });
    // The worker answers in order: after this answer it has seen the consumers.
    await peer.restartIce({ side: 'recv' });
  });
  expect(test.reports.all.filter(({ message }) => message !== 'a media worker runs')).toEqual([]);
});

it('survives hostile numbers and ids in watch, ready and open', async () => {
  const id = fc.oneof(fc.uuid(), fc.constantFrom('__proto__', 'constructor', ''), fc.string());
  const watch = fc.record(
    { id, paused: fc.boolean(), layer: fc.integer({ min: 0, max: 2 }), priority: fc.integer({ min: 1, max: 255 }) },
    { requiredKeys: ['id'] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(watch), fc.array(id), id, async (consumers, have, session) => {
      const peer = room.attach('mallory', new TestLine());
      expect(await peer.open({ session })).toMatchObject({ resumed: false });
      await peer.ready({ rtpCapabilities: receiving, have });
      await isDecent(peer.watch({ consumers }));
    }),
    { numRuns: runs / 2 },
  );
  await alive();
});

it('survives any order of requests', async () => {
  const request = fc.constantFrom<(peer: MediaPeer) => Promise<unknown>>(
    (peer) => peer.open({}),
    (peer) => peer.ready({ rtpCapabilities: receiving, have: [] }),
    (peer) => peer.connect({ side: 'send', dtlsParameters: dtls }),
    (peer) => peer.connect({ side: 'recv', dtlsParameters: dtls }),
    (peer) => peer.restartIce({ side: 'recv' }),
    (peer) => peer.publish({ source: 'mic', muted: false, rtpParameters: sending('mic') }),
    (peer) => peer.publish({ source: 'camera', muted: true, rtpParameters: sending('camera') }),
    (peer) => peer.mute({ source: 'mic', muted: true }),
    (peer) => peer.unpublish({ source: 'camera' }),
    (peer) => peer.watch({ consumers: [] }),
    async () => room.allow('mallory', { send: [], seesCameras: false, leads: false }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(request, { maxLength: 20 }), async (requests) => {
      const peer = room.attach('mallory', new TestLine());
      await Promise.all(requests.map((ask) => isDecent(ask(peer))));
    }),
    { numRuns: runs / 2 },
  );
  room.detach('mallory');
  await alive();
});
