import { beforeEach, describe, expect, it } from 'vitest';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { type Policy, whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { packPoints } from '@plenum/shared/features/whiteboard/points';
import type { DrawnShape } from '@plenum/shared/features/whiteboard/shapes';
import { addPages, box, bringPicture, drawnOn, page, picture, removePages } from '../../../test/boards.ts';
import { keepsTheLaw, type Scene } from '../../../test/law.ts';
import { type Client, roomId, World } from '../../../test/world.ts';
import { newBoard } from './opening.ts';

const everyone: Policy = { who: 'everyone', chosen: [], others: true };
const points = packPoints([
  { x: 0, y: 0 },
  { x: 10, y: 5 },
]);
const strokePart = { page, id: 'stroke-01', kind: 'pen', colour: 'red', width: 4, from: 0, points } as const;

async function prepare({ world, asker }: Scene) {
  await addPages(world);
  await bringPicture(world, 'ana', 'f'.repeat(32));
  const [kept, gone] = [picture('f'.repeat(32)), box()];
  await asker.ask(whiteboard, 'put', { page, shapes: [kept, gone] });
  await asker.ask(whiteboard, 'remove', { page, ids: [gone.id] });
  return {
    put: { page, shapes: [box({ x: 5 }), picture('f'.repeat(32), { alt: 'A roof' })] },
    change: { page, changes: [{ id: kept.id, set: { x: 99, colour: 'red', alt: 'Our roof' } }] },
    remove: { page, ids: [kept.id] },
    restore: { page, ids: [gone.id] },
    clearMine: { page },
    clear: { page },
  };
}

keepsTheLaw(
  whiteboard,
  {
    put: {},
    change: {},
    remove: {},
    restore: {},
    clearMine: {},
    clear: {},
    allow: { who: 'chosen', chosen: ['ben'], others: false },
    stroke: strokePart,
    point: { page, x: 1, y: 2 },
  },
  prepare,
);

let world: World;
let ana: Client;
let ben: Client;
let cleo: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, ben, cleo] = [await world.enter('Ana', 'host'), await world.enter('Ben'), await world.enter('Cleo')];
  await addPages(world);
});

const put = (client: Client, ...shapes: DrawnShape[]) => client.ask(whiteboard, 'put', { page, shapes });
const ids = (client: Client) => drawnOn(client).map(({ id }) => id);
const allow = (part: Partial<Policy>) => ana.ask(whiteboard, 'allow', { ...everyone, ...part });

it('[WB1] a shape reaches all members, with the author that the server knows', async () => {
  const shape = box();
  expect(await put(ben, shape)).toEqual({ ok: true, value: {} });
  for (const client of [ana, ben, cleo]) {
    expect(drawnOn(client)).toEqual([{ ...shape, by: 'ben' }]);
    expect(client.state(whiteboard).authors).toEqual({ ben: 'Ben' });
  }
  expect(await ben.askRaw('whiteboard:put', { page, shapes: [{ ...box(), by: 'ana' }] })).toMatchObject({
    code: 'invalid',
  });
});

describe('who may draw', () => {
  it.each([
    ['nobody', [false, false, false]],
    ['presenter', [true, false, false]],
    ['chosen', [true, true, false]],
    ['everyone', [true, true, true]],
  ] as const)('[WB2] %s', async (who, allowed) => {
    await allow({ who, chosen: ['ben'] });
    const replies = [await put(ana, box()), await put(ben, box()), await put(cleo, box())];
    expect(replies.map(({ ok }) => ok)).toEqual(allowed);
  });

  it('[WB2] the right to draw is checked for each command, also within a stroke', async () => {
    await ben.ask(whiteboard, 'stroke', strokePart);
    await allow({ who: 'nobody' });
    expect(await ben.ask(whiteboard, 'stroke', { ...strokePart, from: 2 })).toMatchObject({ code: 'forbidden' });
    expect(await put(ben, box({ id: strokePart.id }))).toMatchObject({ code: 'forbidden' });
    expect(ids(ana)).toEqual([]);
  });

  it('[WB2] in a new room those who may show slides draw; what is allowed then holds in its later meetings', async () => {
    const room = await world.room();
    await room.begin({ whiteboard: newBoard });
    expect(await put(ana, box())).toMatchObject({ ok: true });
    expect(await put(ben, box())).toMatchObject({ code: 'forbidden' });
    await allow({});
    await room.begin({ whiteboard: { ...newBoard, isNew: false } });
    expect(await put(ben, box())).toMatchObject({ ok: true });
  });

  it('[WB2] drawing without a page is refused', async () => {
    for (const wrong of ['deck.2', 'other.1']) {
      expect(await ana.ask(whiteboard, 'put', { page: wrong, shapes: [box()] })).toMatchObject({ code: 'notFound' });
      expect(await ana.ask(whiteboard, 'clear', { page: wrong })).toMatchObject({ code: 'notFound' });
    }
  });
});

it('[WB3] different fields changed at the same time both survive; for the same field the later one counts', async () => {
  const shape = box();
  await put(ana, shape);
  await Promise.all([
    ana.ask(whiteboard, 'change', { page, changes: [{ id: shape.id, set: { x: 500, colour: 'red' } }] }),
    ben.ask(whiteboard, 'change', { page, changes: [{ id: shape.id, set: { width: 9, colour: 'green' } }] }),
  ]);
  for (const client of [ana, ben, cleo]) {
    expect(drawnOn(client)).toMatchObject([{ x: 500, y: 20, width: 9, colour: 'green', by: 'ana' }]);
  }
});

it('[WB4] only the member who removed a shape brings it back', async () => {
  const shape = box();
  await put(ben, shape);
  await ana.ask(whiteboard, 'remove', { page, ids: [shape.id] });
  expect(await ben.ask(whiteboard, 'restore', { page, ids: [shape.id] })).toMatchObject({ code: 'notFound' });
  expect(await put(ben, shape)).toMatchObject({ code: 'conflict' });
  expect(ids(cleo)).toEqual([]);
  expect(await ana.ask(whiteboard, 'restore', { page, ids: [shape.id] })).toMatchObject({ ok: true });
  for (const client of [ana, ben, cleo]) expect(drawnOn(client)).toEqual([{ ...shape, by: 'ben' }]);
  expect(await ana.ask(whiteboard, 'restore', { page, ids: [shape.id] })).toMatchObject({ code: 'notFound' });
  expect(await put(ben, shape)).toMatchObject({ code: 'conflict' });
});

it('[WB5] changing a removed shape does not bring it back and emits no event', async () => {
  const shape = box();
  await put(ben, shape);
  await ana.ask(whiteboard, 'remove', { page, ids: [shape.id] });
  const { length } = world.log.logOf(roomId);
  expect(await ben.ask(whiteboard, 'change', { page, changes: [{ id: shape.id, set: { x: 1 } }] })).toMatchObject({
    ok: true,
  });
  expect(world.log.logOf(roomId)).toHaveLength(length);
  expect(ids(cleo)).toEqual([]);
});

it('[WB6] where members may change only their own shapes, others are refused, members who manage the board are not', async () => {
  const shape = box();
  await put(ben, shape);
  await allow({ others: false });
  const change = { page, changes: [{ id: shape.id, set: { x: 1 } }] };
  expect(await cleo.ask(whiteboard, 'change', change)).toMatchObject({ code: 'forbidden' });
  expect(await cleo.ask(whiteboard, 'remove', { page, ids: [shape.id] })).toMatchObject({ code: 'forbidden' });
  expect(await ben.ask(whiteboard, 'change', change)).toMatchObject({ ok: true });
  expect(await ana.ask(whiteboard, 'remove', { page, ids: [shape.id] })).toMatchObject({ ok: true });
});

it('[WB7] own or all shapes are cleared, and none of them comes back', async () => {
  const [mine, theirs] = [box(), box()];
  await put(ben, mine);
  await put(cleo, theirs);
  expect(await ben.ask(whiteboard, 'clear', { page })).toMatchObject({ code: 'forbidden' });
  await ben.ask(whiteboard, 'clearMine', { page });
  expect(ids(ana)).toEqual([theirs.id]);
  await ana.ask(whiteboard, 'remove', { page, ids: [theirs.id] });
  await ana.ask(whiteboard, 'clear', { page });
  expect(await ana.ask(whiteboard, 'restore', { page, ids: [theirs.id] })).toMatchObject({ code: 'notFound' });
  expect(ids(cleo)).toEqual([]);
});

it('[WB8] the shapes of a removed page are gone', async () => {
  await put(ben, box());
  await removePages(ana);
  expect(await put(ben, box())).toMatchObject({ code: 'notFound' });
  for (const client of [ana, ben]) expect(client.state(whiteboard).pages).toEqual({});
  await addPages(world, 3);
  expect(Object.keys(ana.state(whiteboard).pages)).toEqual(['deck.1', 'deck.2', 'deck.3']);
  expect(ids(ana)).toEqual([]);
});

it('[WB9] a full page accepts no more shapes and keeps its own', async () => {
  for (let drawn = 0; drawn < whiteboardLimits.shapesPerPage; drawn += whiteboardLimits.batch) {
    world.clock.advance(1_000);
    expect(await put(ben, ...Array.from({ length: whiteboardLimits.batch }, () => box()))).toMatchObject({ ok: true });
  }
  world.clock.advance(1_000);
  expect(await put(ben, box())).toMatchObject({ code: 'full' });
  expect(drawnOn(ana)).toHaveLength(whiteboardLimits.shapesPerPage);
  await ben.ask(whiteboard, 'remove', { page, ids: ids(ben).slice(0, 1) });
  expect(await put(ben, box())).toMatchObject({ ok: true });
});

it('[WB9] long strokes and long texts count by their length', async () => {
  const long = packPoints(Array.from({ length: 2_000 }, (_, n) => ({ x: n * 50, y: (n % 2) * 50 })));
  const stroke = { ...box(), kind: 'pen', points: long } as const;
  const { dash: _dash, fill: _fill, ...pen } = stroke as unknown as Extract<DrawnShape, { kind: 'rectangle' }>;
  const heavy = { ...pen, kind: 'pen', points: long } as unknown as DrawnShape;
  let replies = 0;
  for (; replies < 5_000; replies += 1) {
    world.clock.advance(1_000);
    const shapes = Array.from({ length: 100 }, () => ({ ...heavy, id: box().id }));
    const reply = await put(ben, ...shapes);
    if (!reply.ok) {
      expect(reply.code).toBe('full');
      break;
    }
  }
  const board = ana.state(whiteboard).pages[page];
  expect(board?.weight).toBeGreaterThan(whiteboardLimits.pageWeight * 0.8);
  expect(board?.weight).toBeLessThanOrEqual(whiteboardLimits.pageWeight);
});

describe('pointers and strokes in progress', () => {
  const heard = (client: Client, name: string) => client.frames.filter((frame) => frame.name === `whiteboard:${name}`);

  it('[WB11] are gathered, reach all members, and are not in the log', async () => {
    const { length } = world.log.logOf(roomId);
    await ben.ask(whiteboard, 'stroke', strokePart);
    await ben.ask(whiteboard, 'point', { page, x: 1, y: 2 });
    await cleo.ask(whiteboard, 'point', { page, x: 3, y: 4, laser: true });
    expect(heard(ana, 'pointed')).toEqual([]);
    world.clock.advance(50);
    expect(heard(ana, 'stroked').map(({ payload }) => payload)).toEqual([[{ ...strokePart, by: 'ben' }]]);
    expect(heard(ana, 'pointed').map(({ payload }) => payload)).toEqual([
      [
        { page, x: 1, y: 2, by: 'ben' },
        { page, x: 3, y: 4, laser: true, by: 'cleo' },
      ],
    ]);
    expect(world.log.logOf(roomId)).toHaveLength(length);
    expect(ids(ana)).toEqual([]);
    expect(await world.freshView(ana)).toEqual(structuredClone(ana.states));
  });

  it('[WB12] that come too fast are refused, and drawing goes on', async () => {
    const replies = await Promise.all(
      Array.from({ length: 100 }, () => ben.ask(whiteboard, 'point', { page, x: 1, y: 2 })),
    );
    expect(replies.filter(({ ok }) => ok)).toHaveLength(whiteboard.commands.point.limit.burst);
    expect(replies.at(-1)).toMatchObject({ code: 'limited' });
    expect(await ben.ask(whiteboard, 'stroke', strokePart)).toMatchObject({ ok: true });
    expect(await put(ben, box())).toMatchObject({ ok: true });
    expect(await ben.askRaw('chat:send', { text: 'Hello' })).toMatchObject({ ok: true });
  });

  it('[WB15] of participants are not sent to members who may not see them', async () => {
    await ana.ask(moderation, 'lock', { locks: { seeCursors: true } });
    await ben.ask(whiteboard, 'point', { page, x: 1, y: 2 });
    await ana.ask(whiteboard, 'point', { page, x: 3, y: 4 });
    world.clock.advance(50);
    const by = (client: Client) =>
      heard(client, 'pointed').flatMap(({ payload }) => (payload as { by: string }[]).map((one) => one.by));
    expect(by(ana).sort()).toEqual(['ana', 'ben']);
    expect(cleo.heard).not.toContain('whiteboard:shaded');
    expect(by(cleo)).toEqual(['ana']);
  });
});

it('[WB19] a restart of the server changes nothing', async () => {
  const shape = box();
  await put(ben, shape, box());
  await ben.ask(whiteboard, 'remove', { page, ids: [shape.id] });
  const before = drawnOn(ana);
  await world.start();
  const [again, back] = [await world.join(ana.seat, ana.seq, ana), await world.join(ben.seat)];
  expect(drawnOn(again)).toEqual(before);
  expect(drawnOn(back)).toEqual(before);
  expect(await back.ask(whiteboard, 'restore', { page, ids: [shape.id] })).toMatchObject({ ok: true });
  expect(ids(again)).toContain(shape.id);
});

describe('the log', () => {
  const written = (event: string) =>
    world.log.logOf(roomId).filter((entry) => entry.feature === 'whiteboard' && entry.event === event);

  it('[WB3] has the last value of each field from many changes of one shape in one message', async () => {
    const shape = box({ x: 10 });
    await ana.ask(whiteboard, 'put', { page, shapes: [shape] });
    const changes = Array.from({ length: 200 }, (_, n) => ({ id: shape.id, set: n % 2 ? { x: n } : { y: n } }));
    expect(await ana.ask(whiteboard, 'change', { page, changes })).toMatchObject({ ok: true });
    expect(written('changed').map(({ payload }) => payload)).toEqual([
      { page, changes: [{ id: shape.id, set: { x: 199, y: 198 } }] },
    ]);
    expect(drawnOn(ben)).toMatchObject([{ x: 199, y: 198 }]);
  });

  it('[WB5] has no entry for changes without effect', async () => {
    const shape = box({ x: 10 });
    await ana.ask(whiteboard, 'put', { page, shapes: [shape] });
    const changes = [
      { id: shape.id, set: { x: 10, colour: 'blue' as const, text: 'a rectangle has none' } },
      { id: 'never-was', set: { x: 1 } },
    ];
    expect(await ana.ask(whiteboard, 'change', { page, changes })).toMatchObject({ ok: true });
    expect(written('changed')).toEqual([]);
  });

  it('[WB2] has no entry for the policy that already holds', async () => {
    const policy = { who: 'chosen' as const, chosen: ['ben'], others: false };
    for (let n = 0; n < 3; n += 1) await ana.ask(whiteboard, 'allow', policy);
    expect(written('allowed')).toHaveLength(1);
    expect(ben.state(whiteboard).policy).toEqual(policy);
  });
});

it('[WB6] has each chosen member once: those who are here, or were here when they were chosen', async () => {
  const chosen = ['ben', 'ben', 'nobody', ...Array.from({ length: 500 }, (_, n) => `made-up-${n}`)];
  await ana.ask(whiteboard, 'allow', { who: 'chosen', chosen, others: true });
  expect(cleo.state(whiteboard).policy.chosen).toEqual(['ben']);
  await ben.askRaw('presence:leave', {});
  await ana.ask(whiteboard, 'allow', { who: 'chosen', chosen: ['cleo', 'ben', 'nobody'], others: true });
  expect(cleo.state(whiteboard).policy.chosen).toEqual(['cleo', 'ben']);
});

it('[WB4] many removed shapes of one member do not displace those of others', async () => {
  const mine = box();
  await ben.ask(whiteboard, 'put', { page, shapes: [mine] });
  await ben.ask(whiteboard, 'remove', { page, ids: [mine.id] });
  for (let n = 0; n < whiteboardLimits.bin + 400; n += 200) {
    const shapes = Array.from({ length: 200 }, () => box());
    await ana.ask(whiteboard, 'put', { page, shapes });
    await ana.ask(whiteboard, 'remove', { page, ids: shapes.map(({ id }) => id) });
  }
  expect(await cleo.ask(whiteboard, 'put', { page, shapes: [mine] })).toMatchObject({ code: 'conflict' });
  expect(await ben.ask(whiteboard, 'restore', { page, ids: [mine.id] })).toMatchObject({ ok: true });
  expect(drawnOn(cleo).map(({ id }) => id)).toEqual([mine.id]);
});
