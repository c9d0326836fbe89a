import type { StateOf } from '../../core/contract.ts';
import type { FileId, MemberId, ShapeId } from '../../core/ids.ts';
import { Memo } from '../../core/Memo.ts';
import { reducer } from '../../core/reducer.ts';
import { isSame } from '../../core/same.ts';
import type { PageId } from '../slides/contract.ts';
import { whiteboard } from './contract.ts';
import {
  type BoardPage,
  binned,
  edited,
  emptyPage,
  shapeOn,
  shapesOn,
  unbinned,
  withoutShapes,
  withShapes,
} from './pages.ts';
import type { DrawnShape, Shape } from './shapes.ts';

export type BoardState = StateOf<typeof whiteboard>;

/** Returns the board of a page; undefined when there is no such page. */
export function pageOf({ pages }: BoardState, id: PageId): BoardPage | undefined {
  return Object.hasOwn(pages, id) ? pages[id] : undefined;
}

/** Whether a veiled member sees a shape: their own, and shapes of members who lead. */
export function isOpenTo(shape: Pick<Shape, 'by' | 'led'>, member: MemberId): boolean {
  return shape.led === true || shape.by === member;
}

function turn(state: BoardState, id: PageId, change: (page: BoardPage) => BoardPage): BoardState {
  const page = pageOf(state, id);
  const next = page && change(page);
  return next === page || !next ? state : { ...state, pages: { ...state.pages, [id]: next } };
}

function existing(page: BoardPage, ids: readonly ShapeId[]): readonly Shape[] {
  return ids.flatMap((id) => shapeOn(page, id) ?? []);
}

function visibleTo(page: BoardPage, member: MemberId): BoardPage {
  const hidden = shapesOn(page).filter((shape) => !isOpenTo(shape, member));
  return withoutShapes(
    page,
    hidden.map(({ id }) => id),
  );
}

function onEveryPage(state: BoardState, change: (page: BoardPage) => BoardPage): BoardState {
  return {
    ...state,
    pages: Object.fromEntries(Object.entries(state.pages).map(([id, page]) => [id, change(page)])),
  };
}

/** Returns the files that these shapes show. */
export function filesIn(shapes: readonly (DrawnShape | Shape)[]): readonly FileId[] {
  return shapes.flatMap((shape) => (shape.kind === 'image' ? shape.file : []));
}

function withPlaced(state: BoardState, files: readonly FileId[]): BoardState {
  const known = files.flatMap((file) => {
    const picture = state.pictures[file];
    return picture && !picture.placed ? [[file, { ...picture, placed: true }] as const] : [];
  });
  return known.length === 0 ? state : { ...state, pictures: { ...state.pictures, ...Object.fromEntries(known) } };
}

/** Returns a list with some members added and others removed. */
function changed(list: MemberId[], came: readonly MemberId[] = [], went: readonly MemberId[] = []): MemberId[] {
  if (came.length + went.length === 0) return list;
  const gone = new Set(went);
  return [...new Set([...list, ...came])].filter((id) => !gone.has(id));
}

const openBoards = new Memo<BoardState>();
/** One payload for all members who see the whole board again. */
const wholeView = new Memo<{ view: BoardState }>();

function view(state: BoardState, member: MemberId): BoardState {
  const own = { shaded: [], pictures: {}, whole: false };
  if (state.veiled.includes(member)) {
    const seen = onEveryPage(state, (page) => ({ ...visibleTo(page, member), bin: [] }));
    return { ...seen, ...own, veiled: [member] };
  }
  return openBoards.of([state], () => ({
    ...onEveryPage(state, (page) => ({ ...page, bin: [] })),
    ...own,
    veiled: [],
  }));
}

export const reduceWhiteboard = reducer(whiteboard, {
  bulky: ['pages'],
  initial: {
    pages: {},
    authors: {},
    policy: { who: 'everyone', chosen: [], others: true },
    veiled: [],
    shaded: [],
    pictures: {},
    whole: true,
  },
  on: {
    opened: (state, { pages }) => ({
      ...state,
      pages: { ...Object.fromEntries(pages.map((id) => [id, emptyPage])), ...state.pages },
    }),
    dropped(state, { pages }) {
      const left = Object.entries(state.pages).filter(([id]) => !pages.includes(id));
      return { ...state, pages: Object.fromEntries(left) };
    },
    signed: (state, { member, name }) => ({ ...state, authors: { ...state.authors, [member]: name } }),
    put: (state, { page: id, by, led, shapes }) =>
      turn(withPlaced(state, filesIn(shapes)), id, (page) =>
        withShapes(
          page,
          shapes.map((shape) => ({ ...shape, by, ...(led && { led }) })),
        ),
      ),
    changed: (state, { page: id, changes }) => turn(state, id, (page) => edited(page, changes)),
    removed: (state, { page: id, by, ids }) =>
      turn(state, id, (page) => {
        const left = withoutShapes(page, ids);
        return state.whole ? binned(left, by, existing(page, ids)) : left;
      }),
    restored: (state, { page: id, shapes }) =>
      turn(state, id, (page) =>
        unbinned(
          withShapes(page, shapes),
          shapes.map(({ id: shapeId }) => shapeId),
        ),
      ),
    cleared: (state, { page: id, of }) =>
      turn(state, id, (page) => {
        if (of === undefined) return emptyPage;
        const theirs = shapesOn(page).filter(({ by }) => by === of);
        return withoutShapes(
          page,
          theirs.map(({ id: shapeId }) => shapeId),
        );
      }),
    allowed: (state, policy) => (isSame(state.policy, policy) ? state : { ...state, policy }),
    sighted(state, { view: mine, ...change }) {
      if (mine) return mine;
      const seen = {
        ...state,
        veiled: changed(state.veiled, change.veiled, change.unveiled),
        shaded: changed(state.shaded, change.shaded, change.unshaded),
      };
      const [self] = change.veiled ?? [];
      return state.whole || self === undefined ? seen : onEveryPage(seen, (page) => visibleTo(page, self));
    },
    veiled(state, { member }) {
      const veiled = [...new Set([...state.veiled, member])];
      return onEveryPage({ ...state, veiled }, (page) => (state.whole ? page : visibleTo(page, member)));
    },
    unveiled: (state, { member }) => ({ ...state, veiled: state.veiled.filter((other) => other !== member) }),
    shaded: (state, { members }) => ({ ...state, shaded: members }),
    brought: (state, { member, file }) => ({
      ...state,
      pictures: { ...state.pictures, [file]: { by: member, placed: false } },
    }),
    released(state, { files }) {
      const left = Object.entries(state.pictures).filter(([file]) => !files.includes(file));
      return { ...state, pictures: Object.fromEntries(left) };
    },
    // The server's copy always has these shapes.
    shown: (state, { page: id, shapes }) => (state.whole ? state : turn(state, id, (page) => withShapes(page, shapes))),
  },
  view,
  momentary: ['sighted'],
  told: {
    sighted(state, { veiled = [], unveiled = [] }, member) {
      if (veiled.includes(member)) return { veiled: [member] };
      return unveiled.includes(member) ? wholeView.of([state], () => ({ view: view(state, member) })) : undefined;
    },
  },
});
