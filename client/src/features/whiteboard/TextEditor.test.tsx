import { emptyPage } from '@plenum/shared/features/whiteboard/pages';
import { reduceWhiteboard } from '@plenum/shared/features/whiteboard/reduce';
import type { Shape } from '@plenum/shared/features/whiteboard/shapes';
import { act, fireEvent, screen } from '@testing-library/react';
import { useEffect, useRef } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type FakeSession, fakeSession, meetingState } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import type { PageOnStage } from '../slides/slot.ts';
import { BoardDesk } from './desk/BoardDesk.ts';
import { TextEditor } from './TextEditor.tsx';
import { useDesk, useDeskState } from './useBoard.ts';

vi.mock('./drawing/paint.ts', () => ({ measureText: (text: string, size: number) => text.length * size }));
usePage();

const whole = { x: 0, y: 0, width: 1920, height: 1080 };
const pageOf = (id: string): PageOnStage => ({ id, width: 1920, height: 1080, view: whole, place: 'stage' });
const place = { x: 0, y: 0, w: 200, h: 50, angle: 0, order: 1, colour: 'red' };
const text = { kind: 'text', id: 'shape-001', ...place, size: 40, text: '', by: 'me' } as Shape & { kind: 'text' };

let session: FakeSession;
let desk: BoardDesk;

/** As the board does it. */
function Scene({ id }: { readonly id: string }) {
  const mine = useDesk();
  const editing = useDeskState((state) => state.editing);
  const board = useRef(null);
  useEffect(() => mine.turned(id), [mine, id]);
  return editing && <TextEditor key={editing.shape.id} page={pageOf(id)} editing={editing} board={board} />;
}

beforeEach(() => {
  const state = meetingState();
  const pages = { 'deck.1': emptyPage, 'deck.2': emptyPage };
  session = fakeSession({
    ...state,
    me: { ...state.me, abilities: ['whiteboardDraw'] },
    states: { ...state.states, whiteboard: { ...reduceWhiteboard.initial, pages } },
  });
  desk = BoardDesk.of(session);
});

/** The texts that were sent, with their pages. */
const put = () =>
  session.sent
    .filter(({ name }) => name === 'whiteboard:put')
    .map(({ input }) => input as { page: string; shapes: { text: string }[] })
    .map(({ page, shapes }) => [page, shapes.map((shape) => shape.text)]);

it('puts down what is written when another member turns the page, on the page where it was begun', () => {
  const { rerender } = onPage(<Scene id="deck.1" />, session);
  act(() => desk.edit({ shape: text, fresh: true }));
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'half a thou' } });
  rerender(<div />);
  expect(put()).toEqual([['deck.1', ['half a thou']]]);
});

it('does not select on the new page, and writes nothing twice', () => {
  const stage = createStore(() => ({ id: 'deck.1' }));
  const show = (id: string) => stage.setState({ id });
  function Turning() {
    return <Scene id={useStore(stage, ({ id }) => id)} />;
  }
  onPage(<Turning />, session);
  act(() => desk.edit({ shape: text, fresh: true }));
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'half a thou' } });
  act(() => show('deck.2'));
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(put()).toEqual([['deck.1', ['half a thou']]]);
  expect(desk.store.getState().selection).toEqual([]);
  act(() => show('deck.1'));
  expect(put()).toHaveLength(1);
});

it('puts down no empty text', () => {
  const { unmount } = onPage(<Scene id="deck.1" />, session);
  act(() => desk.edit({ shape: text, fresh: true }));
  unmount();
  expect(put()).toEqual([]);
});

it('edits and puts down a text from right to left at the left of where it was begun', () => {
  onPage(<Scene id="deck.1" />, session);
  act(() => desk.edit({ shape: { ...text, x: 960 }, fresh: true }));
  const field = screen.getByRole('textbox');
  expect(field.style.left).toBe('50%');
  fireEvent.change(field, { target: { value: 'אב!' } });
  expect(Number.parseFloat(field.style.left) + Number.parseFloat(field.style.width)).toBeCloseTo(50);
  fireEvent.blur(field);
  const [made] = session.sent.filter(({ name }) => name === 'whiteboard:put');
  expect(made?.input).toMatchObject({ shapes: [{ text: 'אב!', x: 960 - 130, w: 130 }] });
});
