import * as fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { emptyPage, withShapes } from '@plenum/shared/features/whiteboard/pages';
import { packPoints, readPoints } from '@plenum/shared/features/whiteboard/points';
import { fitting, hostile, spoilt } from '../../../test/arbitrary.ts';
import { addPages, box, drawnOn, page, removePages } from '../../../test/boards.ts';
import { type Client, roomId, World } from '../../../test/world.ts';

let world: World;
let ana: Client;
let ben: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
  await addPages(world);
});

const pen = (points: unknown, part: object = {}) => {
  const { kind: _kind, dash: _dash, fill: _fill, ...rest } = box() as Record<string, unknown>;
  return { ...rest, kind: 'pen', points, ...part };
};

/** `A` is the digit 0 and `g` has more digits after it: six of them exceed every number on a board. */
const badPoints = [
  '',
  's',
  'p',
  'x',
  'sA',
  'pAA',
  'sg',
  'sgggggggA',
  `s${'A'.repeat(200_000)}`,
  's____f',
  'sÄA',
  7,
  null,
  [],
];
const badNumbers = [Number.NaN, Infinity, -Infinity, 1e308, -1e9, whiteboardLimits.reach + 1, '5', null, {}];

it('[WB10] a malformed shape is refused to its sender alone', async () => {
  const shapes: unknown[] = [
    ...badNumbers.flatMap((bad) => ['x', 'y', 'w', 'h', 'angle', 'width'].map((field) => ({ ...box(), [field]: bad }))),
    ...badNumbers.slice(0, 4).map((order) => ({ ...box(), order })),
    ...badPoints.map((points) => pen(points)),
    pen(packPoints(Array.from({ length: whiteboardLimits.strokePoints + 1 }, (_, n) => ({ x: n, y: 0 })))),
    pen(packPoints([{ x: whiteboardLimits.reach + 1, y: 0 }])),
    { ...box(), kind: 'portal' },
    { ...box(), kind: '__proto__' },
    { ...box(), id: 'short' },
    { ...box(), id: '__proto__' },
    { ...box(), id: 'a'.repeat(25) },
    { ...box(), by: 'ana' },
    { ...box(), led: true },
    { ...box(), parent: 'shape-000001' },
    { ...box(), colour: 'javascript:alert(1)' },
    { ...box(), text: 'a rectangle has none' },
    [],
    null,
    'shape',
  ];
  const [heard, length] = [ben.frames.length, world.log.logOf(roomId).length];
  for (const shape of shapes) {
    world.clock.advance(5_000);
    const reply = await ana.askRaw('whiteboard:put', { page, shapes: [box(), shape] });
    expect(reply, JSON.stringify(shape)?.slice(0, 100)).toMatchObject({ ok: false, code: 'invalid' });
  }
  expect([ben.frames.length, world.log.logOf(roomId).length]).toEqual([heard, length]);
  expect(drawnOn(ben)).toEqual([]);
});

it('[WB10] names of inherited properties are ids like others', async () => {
  for (const id of ['constructor', 'toString', 'hasOwnProperty']) {
    expect(await ana.ask(whiteboard, 'remove', { page, ids: [id] })).toMatchObject({ ok: true });
    expect(await ana.ask(whiteboard, 'restore', { page, ids: [id] })).toMatchObject({ code: 'notFound' });
    expect(await ana.ask(whiteboard, 'put', { page, shapes: [box({ id })] })).toMatchObject({ ok: true });
    expect(await ana.ask(whiteboard, 'remove', { page, ids: [id] })).toMatchObject({ ok: true });
    expect(drawnOn(ben)).toEqual([]);
    expect(ben.state(whiteboard).pages[page]).toMatchObject({ count: 0, weight: 0 });
  }
});

it('[WB10] too many shapes, doubled shapes and shapes on a removed page are refused', async () => {
  const many = Array.from({ length: whiteboardLimits.batch + 1 }, () => box());
  const twice = box();
  expect(await ana.ask(whiteboard, 'put', { page, shapes: many })).toMatchObject({ code: 'invalid' });
  expect(await ana.ask(whiteboard, 'put', { page, shapes: [twice, twice] })).toMatchObject({ code: 'conflict' });
  await ana.ask(whiteboard, 'put', { page, shapes: [twice] });
  await removePages(ana);
  for (const [verb, input] of [
    ['put', { page, shapes: [box()] }],
    ['change', { page, changes: [{ id: twice.id, set: { x: 1 } }] }],
    ['remove', { page, ids: [twice.id] }],
    ['restore', { page, ids: [twice.id] }],
    ['clear', { page }],
    ['clearMine', { page }],
    ['stroke', { page, id: 'stroke-01', kind: 'pen', colour: 'red', width: 4, from: 0, points: 'sAAAA' }],
    ['point', { page, x: 1, y: 1 }],
  ] as const) {
    expect(await ana.askRaw(`whiteboard:${verb}`, input), verb).toMatchObject({ code: 'notFound' });
  }
});

it('[WB9] ids that were chosen for one drawer are refused to their sender, and other members can draw', async () => {
  const drawerOf = (id: string) => Object.keys(withShapes(emptyPage, [{ ...box({ id }), by: '' }]).drawers)[0];
  const ids = Array.from({ length: 200_000 }, (_, n) => `chosen-${n}`).filter((id) => drawerOf(id) === '7');
  let drawn = 0;
  for (; drawn < ids.length; drawn += 100) {
    const shapes = ids.slice(drawn, drawn + 100).map((id) => box({ id }));
    const reply = await ana.ask(whiteboard, 'put', { page, shapes });
    if (!reply.ok) {
      expect(reply.code).toBe('conflict');
      break;
    }
  }
  expect(drawn).toBe(whiteboardLimits.drawer);
  expect(await ben.ask(whiteboard, 'put', { page, shapes: [box()] })).toMatchObject({ ok: true });
  expect(drawnOn(ben)).toHaveLength(whiteboardLimits.drawer + 1);
});

it('[WB10] unreadable points are refused in a stroke in progress too', async () => {
  const part = { page, id: 'stroke-01', kind: 'pen', colour: 'red', width: 4, from: 0 };
  for (const points of badPoints.slice(1)) {
    world.clock.advance(5_000);
    expect(await ana.askRaw('whiteboard:stroke', { ...part, points })).toMatchObject({ ok: false, code: 'invalid' });
  }
});

it.each(Object.entries(whiteboard.commands))(
  '%s survives any input on a board with shapes',
  async (verb, { input, output }) => {
    await ana.ask(whiteboard, 'put', { page, shapes: Array.from({ length: 9 }, (_, n) => box({ id: `shape-0${n}` })) });
    const onPage = (raw: unknown) =>
      raw !== null && typeof raw === 'object' && !Array.isArray(raw) && 'page' in raw ? { ...raw, page } : raw;
    const codes = ['invalid', 'forbidden', 'notFound', 'conflict', 'limited', 'full'];
    await fc.assert(
      fc.asyncProperty(fc.oneof(fitting(input).map(onPage), spoilt(input).map(onPage), hostile), async (raw) => {
        world.clock.advance(60_000);
        const [heard, length] = [ben.frames.length, world.log.logOf(roomId).length];
        const reply = await ana.askRaw(`whiteboard:${verb}`, raw);
        if (reply.ok) expect(output.safeParse(reply.value).success).toBe(true);
        else {
          expect(codes).toContain(reply.code);
          expect([ben.frames.length, world.log.logOf(roomId).length]).toEqual([heard, length]);
        }
        expect(world.reports).toEqual([]);
      }),
      { numRuns: Number(process.env['PLENUM_FUZZ_RUNS'] ?? 200) },
    );
    const believed = structuredClone(ben.states['whiteboard']);
    expect((await world.freshView(ben))['whiteboard']).toEqual(believed);
  },
);

it('[WB10] points survive packing to a quarter of a page unit, and reading never throws', () => {
  const near = fc.double({ min: -whiteboardLimits.reach, max: whiteboardLimits.reach, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.record({ x: near, y: near, pressure: fc.double({ min: 0, max: 1, noNaN: true }) }), {
        minLength: 1,
        maxLength: 200,
      }),
      (points) => {
        const read = readPoints(packPoints(points)) ?? [];
        expect(read).toHaveLength(points.length);
        for (const [index, { x, y, pressure }] of points.entries()) {
          expect(Math.abs((read[index]?.x ?? NaN) - x)).toBeLessThanOrEqual(0.126);
          expect(Math.abs((read[index]?.y ?? NaN) - y)).toBeLessThanOrEqual(0.126);
          expect(Math.abs((read[index]?.pressure ?? NaN) - pressure)).toBeLessThanOrEqual(0.02);
        }
      },
    ),
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[sp][\w-]{0,200}$/)), (text) => void readPoints(text)),
  );
});
