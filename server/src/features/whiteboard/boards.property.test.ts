import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { applied, deedOf, type Operation } from '@plenum/shared/features/whiteboard/operations';
import { type BoardPage, emptyPage, shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { pageOf, reduceWhiteboard } from '@plenum/shared/features/whiteboard/reduce';
import type { Change, Shape } from '@plenum/shared/features/whiteboard/shapes';
import { UndoStack } from '@plenum/shared/features/whiteboard/UndoStack';
import { addPages, box, bringPicture, page, picture } from '../../../test/boards.ts';
import { type Client, roomId, World } from '../../../test/world.ts';

const names = ['Ana', 'Ben', 'Cleo', 'Dora', 'Eva'];
const files = ['r', 's'].map((letter) => letter.repeat(32));
const runs = Number(process.env['PLENUM_FUZZ_RUNS'] ?? 60);

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ x: fc.integer({ min: -500, max: 2_500 }), y: fc.integer({ min: -500, max: 2_500 }) }),
  fc.record({ colour: fc.constantFrom('red', 'blue', 'green') }),
  fc.record({ order: fc.integer({ min: -9, max: 9 }), width: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ angle: fc.integer({ min: -180, max: 180 }) }),
  fc.record({ alt: fc.constantFrom('', 'A roof') }),
);

/** The next act of a drawer; `of` picks one of the shapes that they see. */
const steps = fc.array(
  fc.record({
    who: fc.nat({ max: names.length - 1 }),
    what: fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('put' as const), file: fc.option(fc.constantFrom(...files)) }),
      },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('change' as const), of: fc.nat(), set: changes }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), of: fc.nat() }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('undo', 'redo') }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('clearMine' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('drop', 'restart') }) },
    ),
    /** Whether the test waits until all have the change before the next step. */
    waits: fc.boolean(),
  }),
  { minLength: 5, maxLength: 40 },
);

/** A member who draws, and who comes back after each lost line with the last sequence number. */
class Drawer {
  client: Client;
  readonly stack = new UndoStack();
  #last: { name: string; input: unknown; key: string } | undefined;
  #keys = 0;

  constructor(client: Client) {
    this.client = client;
  }

  get page(): BoardPage {
    return pageOf(this.client.state(whiteboard), page) ?? emptyPage;
  }

  async do(operation: Operation | undefined): Promise<void> {
    if (!operation) return;
    switch (operation.kind) {
      case 'put':
        return this.#ask('whiteboard:put', { page, shapes: operation.shapes });
      case 'change':
        return this.#ask('whiteboard:change', { page, changes: operation.edits });
      case 'remove':
        return this.#ask('whiteboard:remove', { page, ids: operation.ids });
      case 'restore':
        return this.#ask('whiteboard:restore', { page, ids: operation.shapes.map(({ id }) => id) });
    }
  }

  clearMine(): Promise<void> {
    return this.#ask('whiteboard:clearMine', { page });
  }

  /** A retry after a lost answer: the same command with the same key. */
  async again(): Promise<void> {
    if (this.#last) await this.client.askRaw(this.#last.name, this.#last.input, this.#last.key);
  }

  async #ask(name: string, input: unknown): Promise<void> {
    this.#keys += 1;
    this.#last = { name, input, key: `${this.client.seat.id}-key-${this.#keys}` };
    await this.client.askRaw(name, input, this.#last.key);
  }
}

async function boards() {
  const world = await World.create();
  const drawers: Drawer[] = [];
  for (const name of names) drawers.push(new Drawer(await world.enter(name, name === 'Ana' ? 'host' : 'participant')));
  await addPages(world);
  for (const file of files) await bringPicture(world, 'ben', file);
  return { world, drawers };
}

/** All lines are lost; each member comes back with the last sequence number. */
async function comeBack(world: World, drawers: readonly Drawer[]): Promise<void> {
  for (const drawer of drawers) {
    const { client } = drawer;
    (await world.room()).lost(client.seat.id, client);
    drawer.client = await world.join(client.seat, client.seq, client);
  }
}

describe('five people at one board', () => {
  it('[WB16] have equal boards after the last change, with any losses and repetitions', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { world, drawers } = await boards();
        let running: Promise<unknown>[] = [];
        for (const { who, what, waits } of all) {
          world.clock.advance(500);
          const drawer = drawers[who];
          if (!drawer) continue;
          const seen = shapesOn(drawer.page);
          const pick = 'of' in what ? seen[what.of % Math.max(1, seen.length)] : undefined;
          switch (what.kind) {
            case 'drop':
              await comeBack(world, [drawer]);
              break;
            case 'restart':
              await Promise.all(running);
              await world.start();
              await comeBack(world, drawers);
              break;
            case 'again':
              running.push(drawer.again());
              break;
            case 'clearMine':
              running.push(drawer.clearMine());
              break;
            case 'undo':
            case 'redo':
              running.push(drawer.do(drawer.stack[what.kind](drawer.page)));
              break;
            case 'put':
            case 'change':
            case 'remove': {
              const operation = operationOf(what, pick);
              if (!operation) break;
              drawer.stack.did(deedOf(drawer.page, operation, drawer.client.seat.id));
              running.push(drawer.do(operation));
            }
          }
          if (!waits) continue;
          await Promise.all(running);
          running = [];
        }
        await Promise.all(running);
        const [first, ...others] = drawers.map(({ client }) => client.states['whiteboard']);
        for (const other of others) expect(other).toEqual(first);
        for (const { client } of drawers) {
          const believed = structuredClone(client.states['whiteboard']);
          expect((await world.freshView(client))['whiteboard']).toEqual(believed);
        }
        expect(world.reports).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it('[WB17] undo and redo change no act of others, and bring back no shape that others removed', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { world, drawers } = await boards();
        for (const { who, what } of all) {
          world.clock.advance(500);
          const drawer = drawers[who];
          if (!drawer) continue;
          const me = drawer.client.seat.id;
          const before = shapesOn(drawer.page);
          const pick = 'of' in what ? before[what.of % Math.max(1, before.length)] : undefined;
          if (what.kind === 'undo' || what.kind === 'redo') {
            const { removedBy, wroteBy } = historyOf(world);
            await drawer.do(drawer.stack[what.kind](drawer.page));
            const after = shapesOn(drawer.page);
            for (const shape of after.filter(({ id }) => before.every((old) => old.id !== id))) {
              expect(removedBy.get(shape.id), 'only what I removed comes back').toBe(me);
            }
            for (const shape of before) {
              const now = after.find(({ id }) => id === shape.id);
              const fields = now ? fieldsThatDiffer(shape, now) : [];
              for (const field of fields) {
                const value = String(Reflect.get(shape, field));
                expect(wroteBy.get(`${shape.id} ${field} ${value}`), field).toContain(me);
              }
              if (!now) expect([shape.by, removedBy.get(shape.id)]).toContain(me);
            }
          } else if (what.kind === 'put' || what.kind === 'change' || what.kind === 'remove') {
            const operation = operationOf(what, pick);
            if (!operation) continue;
            drawer.stack.did(deedOf(drawer.page, operation, me));
            await drawer.do(operation);
          }
        }
      }),
      { numRuns: runs },
    );
  });

  it('[WB18] the board at any past moment is computed from the log alone', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { world, drawers } = await boards();
        const moments: { readonly seq: number; readonly board: unknown }[] = [];
        for (const { who, what } of all) {
          const drawer = drawers[who];
          const seen = drawer ? shapesOn(drawer.page) : [];
          const pick = 'of' in what ? seen[what.of % Math.max(1, seen.length)] : undefined;
          const operation = operationOf(what, pick);
          if (!drawer || !operation) continue;
          world.clock.advance(500);
          await drawer.do(operation);
          moments.push({ seq: drawer.client.seq, board: structuredClone(drawer.page) });
        }
        const log = world.log.logOf(roomId).filter(({ feature }) => feature === 'whiteboard');
        for (const { seq, board } of moments) {
          const state = log
            .filter((entry) => entry.seq <= seq)
            .reduce(
              (before, entry) => reduceWhiteboard.reduce(before, entry.event, entry.payload, entry),
              reduceWhiteboard.initial,
            );
          expect(pageOf(reduceWhiteboard.view(state, 'nobody'), page)).toEqual(board);
        }
      }),
      { numRuns: 20 },
    );
  });
});

function operationOf(
  what: { readonly kind: string; readonly set?: Change; readonly file?: string | null },
  pick: Shape | undefined,
): Operation | undefined {
  if (what.kind === 'put') return { kind: 'put', shapes: [what.file ? picture(what.file) : box()] };
  if (!pick) return undefined;
  if (what.kind === 'remove') return { kind: 'remove', ids: [pick.id] };
  return what.kind === 'change' && what.set ? { kind: 'change', edits: [{ id: pick.id, set: what.set }] } : undefined;
}

/** From the log: the member who last removed each shape, and who set each field of it to which value. */
function historyOf(world: World) {
  const removedBy = new Map<string, string>();
  const wroteBy = new Map<string, readonly string[]>();
  for (const { feature, event, payload, by = '' } of world.log.logOf(roomId)) {
    if (feature !== 'whiteboard') continue;
    if (event === 'removed') for (const id of (payload as { ids: string[] }).ids) removedBy.set(id, by);
    if (event !== 'changed') continue;
    for (const { id, set } of (payload as { changes: { id: string; set: Change }[] }).changes) {
      for (const [field, value] of Object.entries(set)) {
        const key = `${id} ${field} ${value}`;
        wroteBy.set(key, [...(wroteBy.get(key) ?? []), by]);
      }
    }
  }
  return { removedBy, wroteBy };
}

function fieldsThatDiffer(before: Shape, after: Shape): readonly string[] {
  return Object.keys(before).filter((field) => Reflect.get(before, field) !== Reflect.get(after, field));
}

it('shows an unconfirmed change as the server will confirm it', () => {
  const [mine, theirs] = [box(), box()];
  const put = applied(emptyPage, { kind: 'put', shapes: [mine, theirs] }, 'ana');
  expect(applied(put, { kind: 'put', shapes: [mine] }, 'ben')).toEqual(put);
  expect(shapesOn(applied(put, { kind: 'remove', ids: [mine.id] }, 'ana'))).toEqual([{ ...theirs, by: 'ana' }]);
});
