import { expect, it } from 'vitest';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { type Presentation, slides } from '@plenum/shared/features/slides/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { idOf, openWith, plan, running, stateOf, three } from './breakouts.ts';
import { serveSlides } from '../src/features/slides/slides.ts';
import { box } from './boards.ts';
import { roomId } from './world.ts';

const [pdf, original] = ['p'.repeat(32), 'o'.repeat(32)];
const pages = [1, 2, 3].map((number) => ({ id: `talk.${number}`, width: 1920, height: 1080 }));
const talk = {
  id: 'talk',
  name: 'Talk',
  kind: 'pdf',
  pages,
  by: 'ana',
  file: pdf,
  original: { file: original, extension: 'odp' },
} satisfies Presentation;

/** The public part of the presentation while its document may not be saved. */
const { original: _document, ...open } = talk;

/** Ana shows the second page of a presentation and has drawn on it; the rooms are open. */
async function showing(taken: 'page' | 'all' | undefined, download = false) {
  const scene = await three();
  const { world, ana, ben } = scene;
  await (await world.room()).settle(serveSlides, { presentation: talk });
  await ana.ask(slides, 'turn', { page: 'talk.2' });
  if (download) await ana.ask(slides, 'allow', { presentation: 'talk', download });
  await openWith(ana, {
    assigned: { ben: 'x', cleo: 'y' },
    options: { invite: 'now', ...(taken !== undefined && { slides: taken }) },
  });
  const north = idOf(ana, 'North');
  await expect.poll(() => stateOf(ana).places['ben']).toBe(north);
  return { ...scene, north, there: await world.joinIn(north, ben.seat) };
}

it('[BR6] the shown page is copied to the room, alone and with its file', async () => {
  const { world, ana, north, there } = await showing('page');
  const [taken] = there.state(slides).presentations;
  expect(taken).toMatchObject({ id: 'talk', pages: [{ id: 'talk.2' }], file: pdf });
  expect(taken?.original).toBeUndefined();
  expect(there.state(slides).current).toBe('talk.2');
  expect(world.shared.toSorted()).toEqual([`${north}/${pdf}`, `${idOf(ana, 'South')}/${pdf}`].toSorted());
});

it('[BR6] all pages are copied without drawings, and each room has its own drawings', async () => {
  const { world, ana, cleo, north, there } = await showing('all');
  expect(there.state(slides)).toEqual({ presentations: [open], current: 'talk.2' });
  expect(world.shared).toContain(`${north}/${pdf}`);
  expect(world.shared).not.toContain(`${north}/${original}`);
  const south = await world.joinIn(idOf(ana, 'South'), cleo.seat);
  const drawn = await there.ask(whiteboard, 'put', { page: 'talk.2', shapes: [box()] });
  expect(drawn).toMatchObject({ ok: true });
  const counts = [there, south, ana].map((client) => client.state(whiteboard).pages['talk.2']?.count);
  expect(counts).toEqual([1, 0, 0]);
});

it('[BR6] the document of the pages is copied once everybody may save it, and its id reaches nobody', async () => {
  const { world, north, there } = await showing('all', true);
  expect(world.shared).toContain(`${north}/${original}`);
  expect((await world.rooms.require(north)).committed(slides).presentations[0]?.original?.file).toBe(original);
  expect(there.state(slides).presentations[0]?.original).toEqual({ extension: 'odp' });
});

it('[BR6] without the option, and while nothing is shown, rooms start empty', async () => {
  const without = await showing(undefined);
  expect(without.there.state(slides).presentations).toEqual([]);
  const { world, ana, ben } = await three();
  await openWith(ana, { assigned: { ben: 'x' }, options: { invite: 'now', slides: 'all' } });
  await expect.poll(() => stateOf(ana).places['ben']).toBeDefined();
  const there = await world.joinIn(idOf(ana, 'North'), ben.seat);
  expect(there.state(slides).presentations).toEqual([]);
});

it('[BR6] a page added after a page that was copied alone has its own number', async () => {
  const { world, ana, north } = await showing('page');
  await ana.ask(breakout, 'enter', { room: north });
  const there = await world.joinIn(north, ana.seat);
  const added = await there.ask(slides, 'extend', { presentation: 'talk' });
  expect(added).toMatchObject({ ok: true, value: { page: 'talk.3' } });
  expect(await there.ask(slides, 'extend', { presentation: 'talk' })).toMatchObject({ value: { page: 'talk.4' } });
});

it('[BR6] after a restart while rooms open, every room has its page exactly once', async () => {
  const { world, ana } = await three();
  await (await world.room()).settle(serveSlides, { presentation: talk });
  await plan(ana, { assigned: { ben: 'x' }, options: { slides: 'all' } });
  // The server stops when the rooms are created and still empty.
  world.shareFiles = () => new Promise(() => undefined);
  await ana.ask(breakout, 'open', {});
  await expect.poll(() => world.log.childrenOf(roomId)).toHaveLength(2);
  await world.rooms.close();
  world.shareFiles = () => Promise.resolve();
  await world.start();
  const back = await world.join(ana.seat);
  await expect.poll(() => running(back).rooms.map(({ state }) => state)).toEqual(['open', 'open']);
  for (const { id } of running(back).rooms) {
    expect((await world.rooms.require(id)).committed(slides)).toEqual({ presentations: [open], current: 'talk.1' });
  }
});

it('[BR6] a room opens without its pages when they cannot be copied', async () => {
  const { world, ana } = await three();
  await (await world.room()).settle(serveSlides, { presentation: talk });
  world.shareFiles = () => Promise.reject(new Error('the disk is full'));
  await openWith(ana, { assigned: { ben: 'x' }, options: { slides: 'all' } });
  expect((await world.rooms.require(idOf(ana, 'North'))).committed(slides).presentations).toEqual([]);
  expect(world.reports.map(({ what }) => what)).toEqual([
    'copying data of slides into a child',
    'copying data of slides into a child',
  ]);
});

it('[BR5] in a room every member may present', async () => {
  const { there } = await showing('page');
  expect(await there.ask(slides, 'turn', {})).toMatchObject({ ok: false, code: 'forbidden' });
  expect(await there.ask(moderation, 'takePresenter', {})).toMatchObject({ ok: true });
  expect(await there.ask(slides, 'turn', {})).toMatchObject({ ok: true });
});
