import { AppError } from '@plenum/shared/core/errors';
import { emptyPage, withShapes } from '@plenum/shared/features/whiteboard/pages';
import { reduceWhiteboard } from '@plenum/shared/features/whiteboard/reduce';
import type { Shape } from '@plenum/shared/features/whiteboard/shapes';
import { act, fireEvent, screen } from '@testing-library/react';
import { useEffect, useRef } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type FakeSession, fakeSession, meetingState } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import type { PageOnStage } from '../slides/slot.ts';
import { toasts } from '../../ui/toasts.ts';
import { BoardDesk } from './desk/BoardDesk.ts';
import { DescribeDialog } from './DescribeDialog.tsx';
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

describe('when another member takes the ground away', () => {
  const bens = { ...text, id: 'shape-002', text: 'A thou', by: 'me' } as Shape & { kind: 'text' };
  const has = (...shapes: Shape[]) =>
    session.store.setState(({ states }) => {
      const page = withShapes(emptyPage, shapes);
      return { states: { ...states, whiteboard: { ...(states['whiteboard'] as object), pages: { 'deck.1': page } } } };
    });

  it('keeps what was written in a text that is removed, as a new text', () => {
    onPage(<Scene id="deck.1" />, session);
    act(() => desk.edit({ shape: bens, fresh: false }));
    fireEvent.change(screen.getByRole('textbox'), { target: { value: 'A thousand' } });
    act(() => has());
    fireEvent.blur(screen.getByRole('textbox'));
    expect(put()).toEqual([['deck.1', ['A thousand']]]);
    const [sent] = session.sent.filter(({ name }) => name === 'whiteboard:put');
    expect(sent?.input).toMatchObject({ shapes: [{ id: expect.not.stringMatching('shape-002') }] });
    expect(JSON.stringify(sent?.input)).not.toContain('"by"');
  });

  it('brings back nothing that was removed while it was only looked at', () => {
    onPage(<Scene id="deck.1" />, session);
    act(() => desk.edit({ shape: bens, fresh: false }));
    fireEvent.blur(screen.getByRole('textbox'));
    expect(put()).toEqual([]);
  });

  it('keeps the words in the field until this person may draw again', () => {
    function Drawing() {
      const may = useStore(session.store, ({ me }) => me.abilities.includes('whiteboardDraw'));
      return may && <Scene id="deck.1" />;
    }
    const may = (...abilities: 'whiteboardDraw'[]) =>
      act(() => session.store.setState(({ me }) => ({ me: { ...me, abilities } })));
    onPage(<Drawing />, session);
    act(() => desk.edit({ shape: text, fresh: true }));
    fireEvent.change(screen.getByRole('textbox'), { target: { value: 'half a thou' } });
    may();
    expect(put()).toEqual([]);
    expect(desk.store.getState().editing?.text).toBe('half a thou');
  });

  it('keeps the description of a picture when the page is turned, and says so when the picture is gone', () => {
    const picture = { id: 'shape-003', kind: 'image', file: 'f'.repeat(32), alt: '', ...place, by: 'me' } as never;
    has(picture);
    onPage(<DescribeDialog />, session);
    const write = () => {
      act(() => desk.describe({ page: 'deck.1', shape: picture }));
      fireEvent.change(screen.getByRole('textbox'), { target: { value: 'Our roof' } });
      act(() => desk.turned('deck.2'));
    };
    write();
    fireEvent.submit(screen.getByRole('textbox'));
    const change = { page: 'deck.1', changes: [{ id: 'shape-003', set: { alt: 'Our roof' } }] };
    expect(session.sent).toEqual([{ name: 'whiteboard:change', input: change }]);
    write();
    act(() => has());
    fireEvent.submit(screen.getByRole('textbox'));
    expect(session.sent).toHaveLength(1);
    expect(toasts.getState().list.at(-1)?.words).toMatch(/was removed in the meantime/);
  });

  it('brings the description of a picture back to its field when drawing is switched off before it is saved', async () => {
    const picture = { id: 'shape-003', kind: 'image', file: 'f'.repeat(32), alt: '', ...place, by: 'me' } as never;
    has(picture);
    function Drawing() {
      const may = useStore(session.store, ({ me }) => me.abilities.includes('whiteboardDraw'));
      return may && <DescribeDialog />;
    }
    const may = (...abilities: 'whiteboardDraw'[]) =>
      act(() => session.store.setState(({ me }) => ({ me: { ...me, abilities } })));
    const field = () => screen.getByRole<HTMLInputElement>('textbox');
    onPage(<Drawing />, session);
    act(() => desk.describe({ page: 'deck.1', shape: picture }));
    fireEvent.change(field(), { target: { value: 'Our roof' } });
    may();
    expect(session.sent).toEqual([]);
    may('whiteboardDraw');
    expect(field().value).toBe('Our roof');
    // Switched off while the words are on their way.
    session.send = () => Promise.reject(new AppError('forbidden', 'Drawing is switched off for you.'));
    fireEvent.submit(field());
    may();
    await act(() => Promise.resolve());
    may('whiteboardDraw');
    expect(field().value).toBe('Our roof');
    session.send = fakeSession(session.store.getState()).send;
    fireEvent.submit(field());
    await act(() => Promise.resolve());
    expect(screen.queryByRole('textbox')).toBeNull();
  });
});
