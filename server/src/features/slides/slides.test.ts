import { expect, it } from 'vitest';
import { abilitiesOfRole } from '@plenum/shared/features/abilities';
import type { StateOf } from '@plenum/shared/core/contract';
import { limits } from '@plenum/shared/core/limits';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import { type Presentation, slides } from '@plenum/shared/features/slides/contract';
import { reduceSlides } from '@plenum/shared/features/slides/reduce';
import { keepsTheLaw } from '../../../test/law.ts';
import { type Client, roomId, World } from '../../../test/world.ts';
import { serveSlides, type SlidesFact } from './slides.ts';

const fileId = (letter: string) => letter.repeat(32);

/** The fact of a finished conversion: the presentation `deck` with so many pages. */
function deck(id = 'deck', pages = 3): Presentation & { by: string } {
  const one = (_: unknown, index: number) => ({ id: `${id}.${index + 1}`, width: 1920, height: 1080 });
  return { id, name: 'Budget', kind: 'pdf', pages: Array.from({ length: pages }, one), by: 'ana', file: fileId('f') };
}

async function bring(world: World, presentation = deck()): Promise<void> {
  await (await world.room()).settle(serveSlides, { presentation });
}

async function hear(world: World, fact: SlidesFact): Promise<void> {
  await (await world.room()).settle(serveSlides, fact);
}

async function scene() {
  const world = await World.create();
  const [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
  await bring(world);
  return { world, ana, ben };
}

const currentOf = (client: Client) => client.state(slides).current;
const part = { x: 100, y: 50, width: 960, height: 540 };

keepsTheLaw(
  slides,
  {
    turn: { page: 'deck.2' },
    look: { page: 'deck.1', view: part },
    pan: { page: 'deck.1', view: part },
    blank: { name: 'Whiteboard' },
    extend: { presentation: 'deck' },
    remove: { presentation: 'deck' },
    allow: { presentation: 'deck', download: true },
    dismiss: { document: 'lost' },
  },
  async ({ world }) => {
    await bring(world);
    await hear(world, { expected: [{ id: 'lost', name: 'Lost', reason: 'absent' }] });
  },
);

it('[SL1] a presentation is added with all pages, shown on an empty stage, and refused when its sender may no longer add it', async () => {
  const { world, ana, ben } = await scene();
  for (const client of [ana, ben]) {
    expect(client.state(slides)).toEqual({ presentations: [deck()], current: 'deck.1' });
  }
  await bring(world, deck('second'));
  expect(currentOf(ben)).toBe('deck.1');
  world.rights = () => abilitiesOfRole.participant;
  await expect(bring(world, deck('third'))).rejects.toMatchObject({ code: 'forbidden' });
  expect(ben.state(slides).presentations.map(({ id }) => id)).toEqual(['deck', 'second']);
});

it('[SL1] presentations beyond the bound of a room are refused', async () => {
  const { world, ana } = await scene();
  for (let number = 1; number < slidesLimits.presentationsPerRoom; number += 1)
    await bring(world, deck(`deck-${number}`));
  await expect(bring(world, deck('more'))).rejects.toMatchObject({ code: 'full' });
  expect(await ana.ask(slides, 'blank', { name: 'Board' })).toMatchObject({ code: 'full' });
});

it('[SL2] members who may show turn pages for all; others are refused; late joiners get the current page', async () => {
  const { world, ana, ben } = await scene();
  expect(await ben.ask(slides, 'turn', { page: 'deck.2' })).toMatchObject({ code: 'forbidden' });
  expect(await ana.ask(slides, 'turn', { page: 'deck.3' })).toMatchObject({ ok: true });
  expect([ana, ben].map(currentOf)).toEqual(['deck.3', 'deck.3']);
  expect(currentOf(await world.enter('Late'))).toBe('deck.3');
});

it('[SL3] only an existing page can be on the stage, and an empty stage shows nothing', async () => {
  const { ana, ben } = await scene();
  for (const page of ['deck.4', 'other.1']) {
    expect(await ana.ask(slides, 'turn', { page })).toMatchObject({ code: 'notFound' });
  }
  for (const page of ['deck.0', 'deck', '../etc.1', 'deck.1e3']) {
    expect(await ana.ask(slides, 'turn', { page })).toMatchObject({ code: 'invalid' });
  }
  await ana.ask(slides, 'turn', {});
  expect(currentOf(ben)).toBeUndefined();
});

it('[SL4] a view belongs to the page on the stage, lies within it, and is the whole page again after a turn', async () => {
  const { ana, ben } = await scene();
  await ana.ask(slides, 'look', { page: 'deck.1', view: part });
  expect(ben.state(slides).view).toEqual(part);
  expect(await ana.ask(slides, 'look', { page: 'deck.2', view: part })).toMatchObject({ code: 'conflict' });
  for (const view of [
    { ...part, x: 1000 },
    { ...part, y: -1 },
    { ...part, width: NaN },
    { ...part, height: 1e9 },
  ]) {
    expect(await ana.ask(slides, 'look', { page: 'deck.1', view })).toMatchObject({ code: 'invalid' });
  }
  expect(ben.state(slides).view).toEqual(part);
  await ana.ask(slides, 'turn', { page: 'deck.2' });
  expect(ben.state(slides).view).toBeUndefined();
  await ana.ask(slides, 'look', { page: 'deck.2', view: part });
  await ana.ask(slides, 'look', { page: 'deck.2' });
  expect(ben.state(slides).view).toBeUndefined();
});

it('[SL5] a movement of the view goes to all members and is not in the log', async () => {
  const { world, ana, ben } = await scene();
  const length = world.log.logOf(roomId).length;
  expect(await ana.ask(slides, 'pan', { page: 'deck.1', view: part })).toMatchObject({ ok: true });
  expect(ben.frames.at(-1)).toMatchObject({
    name: 'slides:panned',
    payload: { page: 'deck.1', view: part, by: 'ana' },
  });
  expect(world.log.logOf(roomId)).toHaveLength(length);
});

it('[SL6] empty pages are added at the end, are shown, are numbered, and have a bound', async () => {
  const { world, ana, ben } = await scene();
  expect(await ana.ask(slides, 'extend', { presentation: 'deck' })).toMatchObject({ value: { page: 'deck.4' } });
  expect(currentOf(ben)).toBe('deck.4');
  expect(ben.state(slides).presentations[0]?.pages[3]).toEqual({
    id: 'deck.4',
    width: 1920,
    height: 1080,
    blank: true,
  });
  const reply = await ana.ask(slides, 'blank', { name: 'Whiteboard' });
  const board = ben.state(slides).presentations[1];
  expect(reply).toMatchObject({ value: { page: `${board?.id}.1` } });
  expect([board?.kind, currentOf(ben)]).toEqual(['blank', `${board?.id}.1`]);
  await bring(world, deck('long', limits.pagesPerPresentation));
  expect(await ana.ask(slides, 'extend', { presentation: 'long' })).toMatchObject({ code: 'full' });
});

it('[SL7] a removed presentation leaves the stage too, and its files are released', async () => {
  const { world, ana, ben } = await scene();
  await bring(world, deck('second'));
  await ana.ask(slides, 'remove', { presentation: 'deck' });
  expect(ben.state(slides)).toEqual({ presentations: [deck('second')] });
  const told = world.log.logOf(roomId).findLast(({ feature }) => feature === 'slides');
  expect(told).toMatchObject({ event: 'released', to: [], payload: { files: [fileId('f')] } });
  expect(await ana.ask(slides, 'remove', { presentation: 'deck' })).toMatchObject({ code: 'notFound' });
  await ana.ask(slides, 'turn', { page: 'second.2' });
  await bring(world, deck('third'));
  await ana.ask(slides, 'remove', { presentation: 'third' });
  expect(currentOf(ben)).toBe('second.2');
});

it('[SL9] the log up to any moment gives the page and the view at that moment', async () => {
  const { world, ana } = await scene();
  const seen = new Map<number, StateOf<typeof slides>>();
  const note = () => void seen.set(ana.seq, ana.state(slides));
  note();
  await ana.ask(slides, 'turn', { page: 'deck.2' });
  note();
  await ana.ask(slides, 'look', { page: 'deck.2', view: part });
  note();
  await ana.ask(slides, 'pan', { page: 'deck.2', view: { ...part, x: 0 } });
  note();
  await ana.ask(slides, 'extend', { presentation: 'deck' });
  note();
  await ana.ask(slides, 'remove', { presentation: 'deck' });
  note();
  const log = world.log.logOf(roomId);
  for (const [moment, state] of seen) {
    const replayed = log
      .filter(({ seq, feature }) => seq <= moment && feature === 'slides')
      .reduce(
        (before, { event, payload, seq, at }) => reduceSlides.reduce(before, event, payload, { seq, at }),
        reduceSlides.initial,
      );
    expect(replayed).toEqual(state);
  }
  expect(seen.size).toBe(5);
});

/** A presentation whose pages were converted from a document. */
const converted = (id: string) => ({ ...deck(id), original: { file: fileId('o'), extension: 'odp' } });

it.each([true, false])(
  '[SL8] the original document is in no member’s view and survives a restart (may be saved: %s)',
  async (download) => {
    const world = await World.create();
    const [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
    await bring(world, converted('plan'));
    await ana.ask(slides, 'allow', { presentation: 'plan', download });
    for (const client of [ana, ben]) {
      const believed = structuredClone(client.states);
      expect(JSON.stringify(believed)).not.toContain(fileId('o'));
      expect(await world.freshView(client)).toEqual(believed);
    }
    await world.rooms.close();
    await world.start();
    expect((await world.room()).committed(slides).presentations[0]?.original).toEqual({
      file: fileId('o'),
      extension: 'odp',
    });
    const back = await world.join(ana.seat);
    await back.ask(slides, 'remove', { presentation: 'plan' });
    const released = world.log.logOf(roomId).findLast(({ event }) => event === 'released');
    expect(released).toMatchObject({ to: [], payload: { files: [fileId('f'), fileId('o')] } });
  },
);

it('[SL8] old logs and snapshots that name the document can be read, and their views are without it', () => {
  const old = slides.events.added.payload.parse(converted('plan'));
  const state = reduceSlides.reduce(reduceSlides.initial, 'added', old, { seq: 1, at: 1 });
  expect(slides.state.parse(state).presentations[0]?.original?.file).toBe(fileId('o'));
  expect(reduceSlides.view(state, 'ben').presentations[0]?.original).toEqual({ extension: 'odp' });
  const removed = slides.events.removed.payload.parse({ presentation: 'plan', files: [fileId('f')] });
  expect(reduceSlides.reduce(state, 'removed', removed, { seq: 2, at: 2 }).presentations).toEqual([]);
});

/** A presentation of the program of the meeting, which has no author. */
function sent(id: string, more: Partial<Presentation> = {}): Presentation {
  const { by: _nobody, ...presentation } = deck(id);
  return { ...presentation, ...more };
}

it('[SL19] a document of the program is expected, arrives without a member as author, and takes an empty stage; a later one when it is current', async () => {
  const world = await World.create();
  await hear(world, {
    expected: [
      { id: 'a', name: 'Plan' },
      { id: 'b', name: 'Budget' },
    ],
  });
  const ben = await world.enter('Ben');
  expect(ben.state(slides).awaited).toEqual([
    { id: 'a', name: 'Plan' },
    { id: 'b', name: 'Budget' },
  ]);
  await hear(world, { arrived: 'a', presentation: sent('plan'), takesStage: false });
  expect(ben.state(slides)).toEqual({
    presentations: [sent('plan')],
    current: 'plan.1',
    awaited: [{ id: 'b', name: 'Budget' }],
  });
  await hear(world, { arrived: 'b', presentation: sent('budget'), takesStage: false });
  expect(currentOf(ben)).toBe('plan.1');
  await hear(world, { arrived: 'c', presentation: sent('later'), takesStage: true });
  expect([currentOf(ben), ben.state(slides).awaited]).toEqual(['later.1', undefined]);
});

it('[SL19] a document that did not come leaves a note, which members who may upload put away; one on its way stays', async () => {
  const { world, ana, ben } = await scene();
  await hear(world, {
    expected: [
      { id: 'a', name: 'Plan' },
      { id: 'b', name: 'Budget' },
    ],
  });
  await hear(world, { missed: 'a', reason: 'absent' });
  await hear(world, { missed: 'unknown', reason: 'absent' });
  expect(ana.state(slides).awaited).toEqual([
    { id: 'a', name: 'Plan', reason: 'absent' },
    { id: 'b', name: 'Budget' },
  ]);
  expect(await ben.ask(slides, 'dismiss', { document: 'a' })).toMatchObject({ code: 'forbidden' });
  expect(await ana.ask(slides, 'dismiss', { document: 'b' })).toMatchObject({ code: 'conflict' });
  expect(await ana.ask(slides, 'dismiss', { document: 'deck' })).toMatchObject({ code: 'notFound' });
  expect(await ana.ask(slides, 'dismiss', { document: 'a' })).toMatchObject({ ok: true });
  expect(ana.state(slides).awaited).toEqual([{ id: 'b', name: 'Budget' }]);
});

it('[SL19] notes have a bound: those about failures make room, documents on their way do not', async () => {
  const { world, ana } = await scene();
  const notes = (count: number, more = {}) =>
    Array.from({ length: count }, (_, n) => ({ id: `n${n}${JSON.stringify(more).length}`, name: 'Note', ...more }));
  await hear(world, { expected: notes(slidesLimits.documentNotes, { reason: 'late' }) });
  await hear(world, { expected: notes(slidesLimits.documentNotes - 1) });
  expect(ana.state(slides).awaited).toHaveLength(slidesLimits.documentNotes);
  expect(ana.state(slides).awaited?.filter(({ reason }) => reason !== undefined)).toHaveLength(1);
  await expect(hear(world, { expected: notes(3) })).rejects.toMatchObject({ code: 'full' });
  expect(ana.state(slides).awaited).toHaveLength(slidesLimits.documentNotes);
});

it('[SL19] a document that arrives in a full room is refused, and one that was on its way at a restart is missing', async () => {
  const { world, ana } = await scene();
  for (let number = 1; number < slidesLimits.presentationsPerRoom; number += 1)
    await bring(world, deck(`deck-${number}`));
  await hear(world, { expected: [{ id: 'a', name: 'Plan' }] });
  const arrives = hear(world, { arrived: 'a', presentation: sent('plan'), takesStage: true });
  await expect(arrives).rejects.toMatchObject({ code: 'full' });
  expect([currentOf(ana), ana.state(slides).awaited]).toEqual(['deck.1', [{ id: 'a', name: 'Plan' }]]);
  await world.rooms.close();
  await world.start();
  expect((await world.room()).committed(slides).awaited).toEqual([{ id: 'a', name: 'Plan', reason: 'interrupted' }]);
});

it('[SL20] a presentation that the program keeps cannot be removed; the page of the program is told', async () => {
  const { world, ana } = await scene();
  await hear(world, { arrived: 'a', presentation: sent('kept', { fixed: true }), takesStage: false });
  expect(await ana.ask(slides, 'remove', { presentation: 'kept' })).toMatchObject({ code: 'forbidden' });
  expect(ana.state(slides).presentations.map(({ id }) => id)).toEqual(['deck', 'kept']);
  const source = { url: 'https://school.example/files', words: 'Choose slides' };
  await (await world.room()).begin({ slides: { keeps: true, prepared: [], source } });
  expect(ana.state(slides).source).toEqual(source);
  await ana.ask(slides, 'turn', {});
  expect(ana.state(slides).source).toEqual(source);
});
