import { beforeEach, expect, it } from 'vitest';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { addPages, box, drawnOn, page } from '../../../test/boards.ts';
import { type Client, World } from '../../../test/world.ts';

let world: World;
let ana: Client;
let ben: Client;
let cleo: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, ben, cleo] = [await world.enter('Ana', 'host'), await world.enter('Ben'), await world.enter('Cleo')];
  await addPages(world);
});

const hide = (seeDrawings: boolean) => ana.ask(moderation, 'lock', { locks: { seeDrawings } });
const put = async (client: Client) => {
  const shape = box();
  expect(await client.ask(whiteboard, 'put', { page, shapes: [shape] })).toMatchObject({ ok: true });
  return shape.id;
};
const ids = (client: Client) =>
  drawnOn(client)
    .map(({ id }) => id)
    .sort();
const expectFresh = async (...clients: readonly Client[]) => {
  for (const client of clients) {
    const believed = structuredClone(client.states['whiteboard']);
    expect((await world.freshView(client))['whiteboard']).toEqual(believed);
  }
};

it('[WB13] a member who may not see participants’ drawings gets only their own and those of members who lead', async () => {
  const before = [await put(ana), await put(ben), await put(cleo)];
  await hide(true);
  expect(ids(ben)).toEqual([before[0], before[1]]);
  expect(ids(ana)).toEqual(before);
  const heard = cleo.frames.length;
  const hidden = await put(ben);
  await ben.ask(whiteboard, 'change', { page, changes: [{ id: hidden, set: { x: 1 } }] });
  await ben.ask(whiteboard, 'stroke', {
    page,
    id: 'stroke-01',
    kind: 'pen',
    colour: 'red',
    width: 4,
    from: 0,
    points: 'sAAAA',
  });
  await ben.ask(whiteboard, 'remove', { page, ids: [hidden] });
  await ben.ask(whiteboard, 'restore', { page, ids: [hidden] });
  world.clock.advance(100);
  expect(JSON.stringify(cleo.frames.slice(heard))).not.toContain(hidden);
  expect(JSON.stringify(cleo.frames.slice(heard))).not.toContain('stroke-01');
  const led = await put(ana);
  expect(ids(cleo)).toEqual([before[0], before[2], led]);
  expect(ids(ben)).toEqual([before[0], before[1], hidden, led]);
  await expectFresh(ana, ben, cleo);
});

it('[WB13] a member who joins meanwhile gets no more', async () => {
  await put(ben);
  const led = await put(ana);
  await hide(true);
  const late = await world.enter('Late');
  expect(ids(late)).toEqual([led]);
  expect(late.state(whiteboard).veiled).toEqual(['late']);
});

it('[WB14] a member who may see them again gets the hidden shapes, and has the same board as all', async () => {
  await put(ben);
  await hide(true);
  await put(ben);
  await put(cleo);
  await hide(false);
  for (const client of [ana, ben, cleo]) expect(drawnOn(client)).toEqual(drawnOn(ana));
  expect(drawnOn(cleo)).toHaveLength(3);
  expect(cleo.state(whiteboard).veiled).toEqual([]);
  await expectFresh(ana, ben, cleo);
});

it('[WB14] also for one exempted member', async () => {
  const shape = await put(ben);
  await hide(true);
  expect(ids(cleo)).toEqual([]);
  await ana.ask(moderation, 'exempt', { member: 'cleo', unlocked: true });
  expect(ids(cleo)).toEqual([shape]);
  const more = await put(ben);
  expect(ids(cleo)).toEqual([shape, more]);
  await expectFresh(ana, ben, cleo);
});
