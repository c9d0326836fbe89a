import { AppError } from '@plenum/shared/core/errors';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { slides } from '@plenum/shared/features/slides/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { type BoardPage, effective, isCrowded, shapeOn } from '@plenum/shared/features/whiteboard/pages';
import { readPoints } from '@plenum/shared/features/whiteboard/points';
import { reduceWhiteboard } from '@plenum/shared/features/whiteboard/reduce';
import { type DrawnShape, type Shape, weightOf } from '@plenum/shared/features/whiteboard/shapes';
import { on, type Slice, serve } from '../../room/serve.ts';
import { mayHave } from './owner.ts';
import { type PictureBrought, releaseOf, releaseUnused, requirePictures, takePicture } from './pictures.ts';
import {
  type CallerBoard,
  audienceOf,
  type BoardContext,
  leads,
  requireDrawing,
  requirePage,
  requireTouchable,
  watchersOf,
} from './rights.ts';
import { updateHiddenDrawings } from './hiddenDrawings.ts';
import { BoardOpening, policyOfNewRooms } from './opening.ts';

/**
 * @throws AppError `full` when the page or the room would hold too much, `conflict` when too many ids share a drawer
 */
function requireSpaceFor(context: BoardContext, page: BoardPage, shapes: readonly (DrawnShape | Shape)[]): void {
  requireSpace(context, page, sizeOf(shapes));
  if (
    isCrowded(
      page,
      shapes.map(({ id }) => id),
    )
  ) {
    throw new AppError('conflict', 'Too many shape ids of this page have the same hash. Use random ids.');
  }
}

/** @throws AppError `full` when the page or the room would hold too much */
function requireSpace({ state }: BoardContext, page: BoardPage, { count, weight }: { count: number; weight: number }) {
  const inRoom = Object.values(state.pages).reduce((sum, other) => sum + other.weight, 0);
  const isFull =
    page.count + count > whiteboardLimits.shapesPerPage ||
    page.weight + weight > whiteboardLimits.pageWeight ||
    inRoom + weight > whiteboardLimits.roomWeight;
  if (isFull) throw new AppError('full', 'This page or this room holds as many shapes as it may. Remove some first.');
}

function sizeOf(shapes: readonly (DrawnShape | Shape)[]) {
  return { count: shapes.length, weight: shapes.reduce((sum, shape) => sum + weightOf(shape), 0) };
}

/** @throws AppError `conflict` when an id is or was in use: drawing a removed shape again does not bring it back */
function requireFresh(page: BoardPage, shapes: readonly DrawnShape[]): void {
  const ids = new Set(shapes.map(({ id }) => id));
  const isKnown = page.bin.some(({ shape }) => ids.has(shape.id)) || shapes.some(({ id }) => shapeOn(page, id));
  if (isKnown || ids.size < shapes.length)
    throw new AppError('conflict', 'A shape with this id is or was on the page. Use a new id.');
}

/** Emits an event about shapes once for each author, to the members who may see their drawings. */
function emitByAuthor(
  context: BoardContext,
  shapes: readonly Shape[],
  tell: (shapes: readonly Shape[], options: { to?: readonly string[] }) => void,
): void {
  const parts = context.state.veiled.length === 0 ? [shapes] : groupByAuthor(shapes);
  for (const part of parts) {
    const [first] = part;
    const to = first && audienceOf(context, first);
    if (first) tell(part, to ? { to } : {});
  }
}

function groupByAuthor(shapes: readonly Shape[]): readonly Shape[][] {
  return [...Map.groupBy(shapes, ({ by, led }) => (led ? '' : by)).values()];
}

function sign(context: CallerBoard): void {
  const { id: member, name } = context.member;
  if (context.state.authors[member] !== name) context.emit('signed', { member, name });
}

function openPages(context: BoardContext, pages: readonly { readonly id: string }[]): void {
  const fresh = pages.map(({ id }) => id).filter((id) => !Object.hasOwn(context.state.pages, id));
  if (fresh.length > 0) context.emit('opened', { pages: fresh });
}

/** The board: shapes on pages. Each change is checked against rights, policy and bounds when it is made. */
export const serveWhiteboard: Slice<PictureBrought> = serve<typeof whiteboard, PictureBrought>(reduceWhiteboard, {
  commands: {
    put(context, { page: id, shapes }) {
      const page = requireDrawing(context, id);
      requireFresh(page, shapes);
      requirePictures(context, shapes);
      requireSpaceFor(context, page, shapes);
      sign(context);
      const author = { by: context.member.id, ...(leads(context.member) && { led: true as const }) };
      const to = audienceOf(context, author);
      context.emit('put', { page: id, ...author, shapes }, to ? { to } : {});
      return {};
    },
    change(context, { page: id, changes }) {
      const page = requireDrawing(context, id);
      const ids = changes.map((change) => change.id);
      const edits = new Map(effective(page, changes).map((edit) => [edit.id, edit]));
      const shapes = requireTouchable(context, page, ids).filter((shape) => edits.has(shape.id));
      const written = [...edits.values()].reduce((sum, { set }) => sum + 2 * (set.text ?? set.alt ?? '').length, 0);
      if (written > 0) requireSpace(context, page, { count: 0, weight: written });
      emitByAuthor(context, shapes, (part, options) => {
        context.emit('changed', { page: id, changes: part.flatMap((shape) => edits.get(shape.id) ?? []) }, options);
      });
      return {};
    },
    remove(context, { page: id, ids }) {
      const shapes = requireTouchable(context, requireDrawing(context, id), ids);
      emitByAuthor(context, shapes, (part, options) => {
        context.emit('removed', { page: id, by: context.member.id, ids: part.map((shape) => shape.id) }, options);
      });
      return {};
    },
    restore(context, { page: id, ids }) {
      const page = requireDrawing(context, id);
      const wanted = new Set(ids);
      const mine = page.bin.filter(({ by, shape }) => by === context.member.id && wanted.has(shape.id));
      const shapes = mine.map(({ shape }) => shape);
      if (shapes.length === 0)
        throw new AppError('notFound', 'None of these shapes was removed by you or can still be restored.');
      requireSpaceFor(context, page, shapes);
      emitByAuthor(context, shapes, (part, options) =>
        context.emit('restored', { page: id, shapes: [...part] }, options),
      );
      return {};
    },
    clearMine(context, { page: id }) {
      requireDrawing(context, id);
      context.emit('cleared', { page: id, of: context.member.id });
      releaseUnused(context);
      return {};
    },
    clear(context, { page: id }) {
      requirePage(context, id);
      context.emit('cleared', { page: id });
      releaseUnused(context);
      return {};
    },
    allow(context, policy) {
      // Only known members are kept, because each id in an event may need another id for receivers who may not know
      // the member.
      const known = new Set([...context.state.policy.chosen, ...context.members.map(({ id }) => id)]);
      const chosen = [...new Set(policy.chosen)].filter((id) => known.has(id));
      context.emit('allowed', { ...policy, chosen });
      return {};
    },
    stroke(context, part) {
      requireDrawing(context, part.page);
      if (part.points !== '' && !readPoints(part.points)) throw new AppError('invalid', 'These points cannot be read.');
      const { member } = context;
      const to = audienceOf(context, { by: member.id, ...(leads(member) && { led: true }) });
      context.emit('stroked', [{ ...part, by: member.id }], to ? { to } : {});
      return {};
    },
    point(context, pointer) {
      if (pointer.page !== undefined) requireDrawing(context, pointer.page);
      const to = watchersOf(context);
      context.emit('pointed', [{ ...pointer, by: context.member.id }], to ? { to } : {});
      return {};
    },
  },
  listens: [
    on(whiteboard, slides, 'added', (context, { pages }) => openPages(context, pages)),
    on(whiteboard, slides, 'extended', (context, { pages }) => openPages(context, pages)),
    on(whiteboard, slides, 'removed', (context, { presentation }) => {
      const pages = Object.keys(context.state.pages).filter((id) => id.startsWith(`${presentation}.`));
      if (pages.length === 0) return;
      context.emit('dropped', { pages });
      releaseUnused(context);
    }),
    on(whiteboard, presence, 'joined', updateHiddenDrawings),
    on(whiteboard, presence, 'left', (context, { id }) => {
      updateHiddenDrawings(context);
      releaseOf(context, id);
    }),
    on(whiteboard, presence, 'everyoneLeft', (context) => {
      updateHiddenDrawings(context);
      releaseUnused(context);
    }),
    on(whiteboard, moderation, 'locked', updateHiddenDrawings),
    on(whiteboard, moderation, 'exempted', updateHiddenDrawings),
    on(whiteboard, moderation, 'granted', updateHiddenDrawings),
    on(whiteboard, presence, 'promoted', updateHiddenDrawings),
  ],
  life: {
    restored: updateHiddenDrawings,
    opened(context, setting) {
      const { keeps, isNew } = BoardOpening.parse(setting);
      if (isNew) context.emit('allowed', policyOfNewRooms);
      if (keeps) return;
      for (const [page, { count }] of Object.entries(context.state.pages)) {
        if (count > 0) context.emit('cleared', { page });
      }
      releaseUnused(context);
    },
  },
  outside: { fact: takePicture, mayHave },
});
