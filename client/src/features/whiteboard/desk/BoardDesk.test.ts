import { AppError } from '@plenum/shared/core/errors';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { emptyPage, shapeOn, shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { reduceWhiteboard } from '@plenum/shared/features/whiteboard/reduce';
import { byOrder, type DrawnShape } from '@plenum/shared/features/whiteboard/shapes';
import { beforeEach, expect, it, vi } from 'vitest';
import { stateOf } from '../../../core/store.ts';
import { type FakeSession, fakeSession, meetingState } from '../../../testing/fakeSession.ts';
import { copySelection, duplicateSelection, moveSelection, paste, reorder } from './actions.ts';
import { BoardDesk } from './BoardDesk.ts';

const page = 'deck.1';
let session: FakeSession;
let desk: BoardDesk;

beforeEach(() => {
  const state = meetingState();
  session = fakeSession({
    ...state,
    me: { ...state.me, abilities: ['whiteboardDraw'] },
    states: { ...state.states, whiteboard: { ...reduceWhiteboard.initial, pages: { [page]: emptyPage } } },
  });
  desk = BoardDesk.of(session);
});

function box(id: string, part: object = {}): DrawnShape {
  const place = { x: 0, y: 0, w: 10, h: 10, angle: 0, order: 1 };
  return {
    kind: 'rectangle',
    id,
    ...place,
    colour: 'red',
    width: 4,
    dash: 'solid',
    fill: 'none',
    ...part,
  } as DrawnShape;
}

/** The server sends an event, as the reducer expects it. */
function told(event: string, payload: object): void {
  session.store.setState((state) => ({
    states: {
      ...state.states,
      whiteboard: reduceWhiteboard.reduce(stateOf(state, whiteboard), event, { page, ...payload }, { seq: 1, at: 0 }),
    },
  }));
}

const ids = () =>
  shapesOn(desk.page(page))
    .toSorted(byOrder)
    .map(({ id }) => id);
/** Resolves when every sent command is answered. */
const answered = () => new Promise((resolve) => setTimeout(resolve));
const lastSent = () => session.sent.at(-1);

it('shows at once what I draw, and the same when the server has told it', async () => {
  desk.put(page, [box('shape-001')]);
  const shown = shapesOn(desk.page(page));
  expect(shown).toMatchObject([{ id: 'shape-001', by: 'me' }]);
  told('put', { by: 'me', shapes: [box('shape-001')] });
  await expect.poll(() => shapesOn(desk.page(page))).toEqual(shown);
});

it('gives the same page while nothing changes, so that nothing is painted again', () => {
  desk.put(page, [box('shape-001')]);
  expect(desk.page(page)).toBe(desk.page(page));
});

it('takes back what the server refuses, says why, and has nothing to undo', async () => {
  const refused = vi.fn<(error: unknown) => void>();
  desk.onRefusal(refused);
  session.refuse = new AppError('forbidden', 'no');
  desk.put(page, [box('shape-001')]);
  expect(ids()).toEqual(['shape-001']);
  await expect.poll(() => ids()).toEqual([]);
  expect(refused).toHaveBeenCalledWith(expect.objectContaining({ code: 'forbidden' }));
  expect(desk.store.getState().canUndo).toBe(false);
});

it('undoes and does again', () => {
  told('put', { by: 'other', shapes: [box('shape-000')] });
  desk.put(page, [box('shape-001')]);
  told('put', { by: 'me', shapes: [box('shape-001')] });
  desk.undo(page);
  expect(lastSent()).toEqual({ name: 'whiteboard:remove', input: { page, ids: ['shape-001'] } });
  expect(ids()).toEqual(['shape-000']);
  desk.redo(page);
  expect(lastSent()).toEqual({ name: 'whiteboard:restore', input: { page, ids: ['shape-001'] } });
});

it('does not undo what somebody else has done meanwhile, and goes on to what is left', async () => {
  told('put', { by: 'me', shapes: [box('shape-001'), box('shape-002')] });
  desk.change(page, [{ id: 'shape-002', set: { x: 50 } }]);
  told('changed', { changes: [{ id: 'shape-002', set: { x: 50 } }] });
  desk.change(page, [{ id: 'shape-001', set: { x: 70, y: 70 } }]);
  told('changed', { changes: [{ id: 'shape-001', set: { x: 70, y: 70 } }] });
  await answered();
  told('changed', { changes: [{ id: 'shape-001', set: { x: 99 } }] });
  desk.undo(page);
  expect(lastSent()?.input).toEqual({ page, changes: [{ id: 'shape-001', set: { y: 0 } }] });
  told('removed', { by: 'other', ids: ['shape-002'] });
  const { length } = session.sent;
  desk.undo(page);
  expect(session.sent).toHaveLength(length);
  expect(desk.store.getState().canUndo).toBe(false);
});

it('sends what is much in parts that the server takes', () => {
  const many = Array.from({ length: 450 }, (_, n) => box(`shape-${String(n).padStart(4, '0')}`));
  desk.put(page, many);
  expect(session.sent.map(({ input }) => (input as { shapes: unknown[] }).shapes.length)).toEqual([200, 200, 50]);
  expect(ids()).toHaveLength(450);
});

it('moves, copies and duplicates what is selected', () => {
  told('put', { by: 'me', shapes: [box('shape-001', { x: 5 }), box('shape-002')] });
  desk.select(['shape-001']);
  moveSelection(desk, page, { x: 10, y: 0 });
  expect(shapeOn(desk.page(page), 'shape-001')).toMatchObject({ x: 15, y: 0 });
  copySelection(desk, page);
  paste(desk, page);
  duplicateSelection(desk, page);
  expect(ids()).toHaveLength(4);
  expect(desk.selected(page)).toMatchObject([{ x: 75, by: 'me' }]);
});

it('brings to the front and lets neighbours change places', () => {
  told('put', { by: 'me', shapes: ['shape-001', 'shape-002', 'shape-003'].map((id, order) => box(id, { order })) });
  desk.select(['shape-001']);
  reorder(desk, page, 'up');
  expect(ids()).toEqual(['shape-002', 'shape-001', 'shape-003']);
  reorder(desk, page, 'front');
  expect(ids()).toEqual(['shape-002', 'shape-003', 'shape-001']);
  reorder(desk, page, 'down');
  expect(ids()).toEqual(['shape-002', 'shape-001', 'shape-003']);
  reorder(desk, page, 'back');
  expect(ids()).toEqual(['shape-001', 'shape-002', 'shape-003']);
});

it('lets neighbours of the same order change places, too', () => {
  told('put', { by: 'me', shapes: [box('shape-001'), box('shape-002')] });
  desk.select(['shape-001']);
  reorder(desk, page, 'up');
  expect(ids()).toEqual(['shape-002', 'shape-001']);
});

it('leaves alone what is not mine where that is not allowed', () => {
  told('put', { by: 'other', shapes: [box('shape-001')] });
  told('allowed', { who: 'everyone', chosen: [], others: false });
  desk.select(['shape-001']);
  expect(moveSelection(desk, page, { x: 10, y: 0 })).toBe(false);
  expect(session.sent).toEqual([]);
});
