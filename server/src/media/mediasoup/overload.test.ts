import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MediaPeer, MediaRoom } from '../MediaEngine.ts';
import { returnEveryMs } from '../overload/Shedding.ts';
import { createRtp } from '../slots/createRtp.ts';
import { receiving, sending } from '../testing/parameters.ts';
import { TestClock } from '../testing/TestClock.ts';
import { TestLine } from '../testing/TestLine.ts';
import { type Seen, spyOnMediasoup, startEngine, type TestEngine } from './testEngine.ts';
import { wireBrowsers, type Wires } from './wires.ts';

let wires: Wires;
let test: TestEngine;
let seen: Seen;
let room: MediaRoom;
let stopSpying: () => void;

beforeEach(async () => {
  wires = wireBrowsers();
  ({ seen, stop: stopSpying } = spyOnMediasoup());
  test = await startEngine();
  room = await test.engine.createRoom('one-room', () => {});
});
afterEach(async () => {
  wires.stop();
  stopSpying();
  await test.engine.close();
});

interface Person {
  readonly peer: MediaPeer;
  /** Ids of the consumers of ann's camera and microphone. */
  readonly camera: string;
  readonly mic: string;
}

/** One layer, so that each packet that comes in goes out. */
const oneLayer = () => ({ ...sending('camera'), encodings: [{ ssrc: 77_000 }] });

/** Ann sends a camera and a microphone. Returns their producers. */
async function publish(
  rtpParameters: ReturnType<typeof sending> = oneLayer(),
): Promise<{ camera: string; mic: string }> {
  const peer = room.attach('ann', new TestLine());
  await peer.open({});
  const { producerId: camera } = await peer.publish({ source: 'camera', muted: false, rtpParameters });
  const { producerId: mic } = await peer.publish({ source: 'mic', muted: false, rtpParameters: sending('mic') });
  return { camera, mic };
}

/** A viewer of ann's camera, with this priority. */
async function view(member: string, priority: number): Promise<Person> {
  const line = new TestLine();
  const peer = room.attach(member, line);
  await peer.open({});
  await peer.ready({ rtpCapabilities: receiving, have: [] });
  const offer = await line.offer(1);
  const [camera = '', mic = ''] = ['camera', 'mic'].map(
    (source) => offer.find((info) => 'source' in info && info.source === source)?.id,
  );
  await peer.watch({ consumers: [{ id: camera, paused: false, priority }] });
  await expect.poll(() => seen.consumers.find(({ id }) => id === mic)?.paused).toBe(false);
  return { peer, camera, mic };
}

/** Waits with a clock that runs: pictures come back one after the other. */
const later = <T>(value: () => T) => expect.poll(() => (test.clock.turn(returnEveryMs), value()));

let sequence = 0;
// A VP8 payload: begins a frame, and the frame is a key frame.
const keyFrame = Buffer.alloc(40);
keyFrame[0] = 0x10;

/** Sends one picture and then one packet of sound; returns the members who get the picture. All get the sound. */
async function reached(from: { camera: string; mic: string }, people: Readonly<Record<string, Person>>) {
  const before = wires.received.all.length;
  sequence += 1;
  const of = { sequence, timestamp: sequence * 960 };
  await wires.send(from.camera, createRtp({ ...of, payload: keyFrame }));
  await wires.send(from.mic, createRtp({ ...of, level: -20 }));
  const came = () => wires.received.all.slice(before).map(({ consumerId }) => consumerId);
  // The worker takes packets in order: what has not come before the sound does not come.
  await expect.poll(() => Object.values(people).every(({ mic }) => came().includes(mic))).toBe(true);
  return Object.entries(people).flatMap(([name, { camera }]) => (came().includes(camera) ? [name] : []));
}

it('stops cameras that nobody keeps where they come in, lets sound go on, and brings them back', async () => {
  const from = await publish();
  const people = { ben: await view('ben', 100), cleo: await view('cleo', 100) };
  expect(await reached(from, people)).toEqual(['ben', 'cleo']);
  test.shed(4);
  const [camera] = seen.producers;
  await expect.poll(() => camera?.paused).toBe(true);
  expect(await reached(from, people)).toEqual([]);
  // One call is enough: hundreds of viewers would be hundreds of calls at the worst moment.
  expect(seen.consumers.filter(({ id }) => id === people.ben.camera)[0]?.paused).toBe(false);
  test.shed(2);
  await later(() => camera?.paused).toBe(false);
  expect(await reached(from, people)).toEqual(['ben', 'cleo']);
});

it('takes a camera from viewers in the order of its place on their pages', async () => {
  const from = await publish();
  const people = { grid: await view('ben', 100), strip: await view('cleo', 60), stage: await view('dan', 200) };
  const settled = (names: readonly string[]) =>
    later(() =>
      Object.entries(people).flatMap(([name, { camera }]) =>
        seen.consumers.find(({ id }) => id === camera)?.paused ? [] : [name],
      ),
    ).toEqual(names);
  test.shed(3);
  await settled(['strip', 'stage']);
  expect(await reached(from, people)).toEqual(['strip', 'stage']);
  test.shed(4);
  await settled(['stage']);
  expect(await reached(from, people)).toEqual(['stage']);
  test.shed(5);
  await expect.poll(() => seen.producers[0]?.paused).toBe(true);
  expect(await reached(from, people)).toEqual([]);
  test.shed(0);
  await settled(['grid', 'strip', 'stage']);
  await later(() => seen.producers[0]?.paused).toBe(false);
  expect(await reached(from, people)).toEqual(['grid', 'strip', 'stage']);
});

it('sends a camera in smaller layers and fewer frames before it takes whole pictures', async () => {
  await publish(sending('camera'));
  const { camera } = await view('ben', 100);
  const layers = () => seen.consumers.find(({ id }) => id === camera)?.preferredLayers;
  expect(layers()).toMatchObject({ spatialLayer: 2 });
  const [all] = [layers()];
  test.shed(1);
  await expect.poll(layers).toMatchObject({ spatialLayer: 1, temporalLayer: all?.temporalLayer });
  test.shed(2);
  await expect.poll(layers).toMatchObject({ spatialLayer: 0, temporalLayer: 0 });
  test.shed(0);
  await later(layers).toEqual(all);
});

it('brings cameras back one after the other, and none while a worker has too little time again', async () => {
  const peer = room.attach('ann', new TestLine());
  await peer.open({});
  for (const [index, source] of (['camera', 'camera2', 'camera3'] as const).entries()) {
    const rtpParameters = { ...oneLayer(), mid: `${index}`, encodings: [{ ssrc: 88_000 + index }] };
    await peer.publish({ source, muted: false, rtpParameters });
  }
  const line = new TestLine();
  const ben = room.attach('ben', line);
  await ben.open({});
  await ben.ready({ rtpCapabilities: receiving, have: [] });
  const offer = await line.offer(1);
  await ben.watch({ consumers: offer.map(({ id }) => ({ id, paused: false })) });
  const flowing = () => seen.producers.filter(({ paused }) => !paused).length;
  test.shed(3);
  await expect.poll(flowing).toBe(0);
  test.shed(2);
  await expect.poll(flowing).toBe(1);
  test.shed(3);
  await expect.poll(flowing).toBe(0);
  test.shed(0);
  await expect.poll(flowing).toBe(1);
  await later(flowing).toBe(3);
});

it('leaves a muted camera muted when it comes back', async () => {
  const line = new TestLine();
  const ann = room.attach('ann', line);
  await ann.open({});
  await ann.publish({ source: 'camera', muted: false, rtpParameters: oneLayer() });
  await ann.publish({
    source: 'camera2',
    muted: false,
    rtpParameters: { ...oneLayer(), mid: '9', encodings: [{ ssrc: 5 }] },
  });
  const line2 = new TestLine();
  const ben = room.attach('ben', line2);
  await ben.open({});
  await ben.ready({ rtpCapabilities: receiving, have: [] });
  const offer = await line2.offer(1);
  await ben.watch({ consumers: offer.map(({ id }) => ({ id, paused: false })) });
  test.shed(5);
  const states = () => seen.producers.map(({ paused }) => paused);
  await expect.poll(states).toEqual([true, true]);
  await ann.mute({ source: 'camera', muted: true });
  await ann.mute({ source: 'camera2', muted: true });
  await ann.mute({ source: 'camera2', muted: false });
  expect(states()).toEqual([true, true]);
  test.shed(0);
  await later(states).toEqual([true, false]);
});

it('takes sound that comes late from a busy worker for a queue, also when the socket is empty', async () => {
  const clock = new TestClock();
  const slots = await startEngine({ slots: 2, now: clock.now }, clock);
  try {
    const lesson = await slots.engine.createRoom('a-lesson', () => {});
    const ann = lesson.attach('ann', new TestLine());
    await ann.open({});
    const { producerId } = await ann.publish({ source: 'mic', muted: false, rtpParameters: sending('mic') });
    await expect.poll(() => seen.consumers.some((consumer) => consumer.producerId === producerId)).toBe(true);
    let number = 0;
    const say = async (lateMs: number) => {
      number += 1;
      await wires.send(producerId, createRtp({ sequence: number, timestamp: (clock.now() - lateMs) * 48, level: -20 }));
      clock.turn(20);
    };
    const hear = async (lateMs: number) => {
      for (let packet = 0; packet < 5; packet += 1) await say(lateMs);
      slots.readBusy();
      return slots.engine.shedLevels;
    };
    for (let read = 0; read < 5; read += 1) expect(await hear(10)).toEqual([0]);
    // One late reading may be a burst.
    expect(await hear(150)).toEqual([0]);
    await hear(150);
    expect(await hear(150)).toEqual([1]);
  } finally {
    await slots.engine.close();
  }
});

it('lets one voice through, the louder, where sound alone does not fit', async () => {
  const slots = await startEngine({ slots: 2 });
  try {
    const lesson = await slots.engine.createRoom('a-lesson', () => {});
    const line = new TestLine();
    const speak = async (member: string) => {
      const peer = lesson.attach(member, line);
      await peer.open({});
      const { producerId } = await peer.publish({ source: 'mic', muted: false, rtpParameters: sending('mic') });
      await expect.poll(() => seen.consumers.some((consumer) => consumer.producerId === producerId)).toBe(true);
      return producerId;
    };
    const voices = [
      { mic: await speak('ann'), level: -40 },
      { mic: await speak('ben'), level: -20 },
    ];
    let number = 0;
    const talk = async () => {
      number += 1;
      const of = { sequence: number, timestamp: number * 960 };
      for (const { mic, level } of voices) await wires.send(mic, createRtp({ ...of, level }));
      const told = line.said.all.flatMap((one) => (one.type === 'slots' ? [one.members] : []));
      return told
        .at(-1)
        ?.filter((holder) => holder !== undefined)
        .toSorted();
    };
    await expect.poll(talk).toEqual(['ann', 'ben']);
    slots.shed(7);
    await expect.poll(talk).toEqual(['ben']);
    slots.shed(0);
    await expect.poll(talk).toEqual(['ann', 'ben']);
  } finally {
    await slots.engine.close();
  }
});

it('sends the next members of a room to another worker once one has no time left, without any bound', async () => {
  const wide = await startEngine({ workers: 2, workerConsumers: Number.POSITIVE_INFINITY });
  try {
    const before = seen.routers.length;
    const lesson = await wide.engine.createRoom('a-lesson', () => {});
    const enter = (member: string) => lesson.attach(member, new TestLine()).open({});
    await enter('ann');
    await enter('ben');
    expect(seen.routers).toHaveLength(before + 1);
    wide.shedFirst(1);
    await enter('cleo');
    expect(seen.routers).toHaveLength(before + 2);
    // The other worker has no time either: a wing more would only cost more.
    wide.shed(1);
    await enter('dan');
    expect(seen.routers).toHaveLength(before + 2);
  } finally {
    await wide.engine.close();
  }
});
