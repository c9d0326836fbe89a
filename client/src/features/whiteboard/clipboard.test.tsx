import type { Shape } from '@plenum/shared/features/whiteboard/shapes';
import { emptyPage, shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { reduceWhiteboard } from '@plenum/shared/features/whiteboard/reduce';
import { AppError } from '@plenum/shared/core/errors';
import { createEvent, fireEvent, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import cutInTheMiddle from '../../../../shared/src/testing/cases/cut-in-the-middle.jpg?inline';
import { uploadFile } from '../../app/files.ts';
import { type FakeSession, fakeSession, meetingState, person } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import type { PageOnStage } from '../slides/slot.ts';
import { Toasts } from '../../ui/Toasts.tsx';
import { toasts } from '../../ui/toasts.ts';
import { BoardDesk } from './desk/BoardDesk.ts';
import { authorIn } from './useBoard.ts';
import { useBoardClipboard } from './useBoardClipboard.ts';

vi.mock('../../app/files.ts', { spy: true });
usePage();

const photo = Uint8Array.from(atob(cutInTheMiddle.split(',')[1] ?? ''), (sign) => sign.charCodeAt(0));

const whole = { x: 0, y: 0, width: 1920, height: 1080 };
const page: PageOnStage = { id: 'deck.1', width: 1920, height: 1080, view: whole, place: 'stage' };
let session: FakeSession;
let desk: BoardDesk;

function Place() {
  const { clipboard, drops } = useBoardClipboard(page);
  return (
    <div {...drops}>
      <div role="application" aria-label="board" {...clipboard} />
      <Toasts />
    </div>
  );
}

beforeEach(() => {
  const state = meetingState({}, [person('me')]);
  const policy = { who: 'everyone', chosen: [], others: true } as const;
  const whiteboard = { ...reduceWhiteboard.initial, pages: { [page.id]: emptyPage }, policy };
  session = fakeSession({
    ...state,
    me: { ...state.me, abilities: ['whiteboardDraw'] },
    states: { ...state.states, whiteboard },
  });
  desk = BoardDesk.of(session);
  onPage(<Place />, session);
});

const board = () => screen.getByRole('application', { name: 'board' });
const shapes = (): readonly Shape[] => shapesOn(desk.page(page.id));
const texts = () => shapes().map((shape) => ('text' in shape ? shape.text : shape.kind));

/** A clipboard with a text; what is copied is put into it. */
function clipboard(text: string, files: readonly File[] = []) {
  const data = { 'text/plain': text } as Record<string, string>;
  return {
    files,
    types: Object.keys(data),
    getData: (kind: string) => data[kind] ?? '',
    setData: (kind: string, value: string) => void (data[kind] = value),
  };
}

it('makes a text of pasted words, in the middle of the view, and selects it', () => {
  fireEvent.paste(board(), { clipboardData: clipboard('\u200bfirst line\u000bsecond line\r\nco\u001foperative\n') });
  expect(texts()).toEqual(['first line\nsecond line\ncooperative']);
  const [text] = desk.selected(page.id);
  expect(text && Math.round(text.x + text.w / 2)).toBe(960);
  expect(text && Math.round(text.y + text.h / 2)).toBe(540);
});

it('takes words that office programs put beside a picture of them', () => {
  const picture = new File(['x'], 'words.png', { type: 'image/png' });
  fireEvent.paste(board(), { clipboardData: clipboard('Words', [picture]) });
  expect(texts()).toEqual(['Words']);
});

it('pastes copied shapes until something else was copied elsewhere', () => {
  fireEvent.paste(board(), { clipboardData: clipboard('One') });
  const copied = clipboard('');
  fireEvent.copy(board(), { clipboardData: copied });
  fireEvent.paste(board(), { clipboardData: clipboard(`${copied.getData('text/plain')}\r\n`) });
  expect(texts()).toEqual(['One', 'One']);
  fireEvent.paste(board(), { clipboardData: clipboard('Two') });
  expect(texts().toSorted()).toEqual(['One', 'One', 'Two']);
});

it('takes dropped words where they are dropped', () => {
  // The page of a test has no size: a board of 1920 by 1080.
  const place = board().parentElement;
  if (!place) throw new Error('The board has no place.');
  place.getBoundingClientRect = () => new DOMRect(0, 0, 1920, 1080);
  const drop = createEvent.drop(place, { dataTransfer: clipboard('Dropped') });
  Object.defineProperties(drop, { clientX: { value: 400 }, clientY: { value: 300 } });
  fireEvent(place, drop);
  const [text] = shapes();
  expect(text && [Math.round(text.x + text.w / 2), Math.round(text.y + text.h / 2)]).toEqual([400, 300]);
});

it('says why nothing came of what was pasted', async () => {
  fireEvent.paste(board(), { clipboardData: clipboard('x'.repeat(2_001)) });
  expect(await screen.findByText(/too long for the whiteboard: at most 2,000/)).toBeTruthy();
  fireEvent.paste(board(), { clipboardData: clipboard('', [new File(['x'], 'a.zip', { type: 'application/zip' })]) });
  expect(await screen.findByText(/takes text and images/)).toBeTruthy();
  expect(shapes()).toEqual([]);
});

describe('a picture that is not as it should be', () => {
  const cut = new File([photo], 'roof.jpg', { type: 'image/jpeg' });
  const wordsAfter = async (file: File) => {
    toasts.setState({ list: [] });
    fireEvent.paste(board(), { clipboardData: clipboard('', [file]) });
    await vi.waitFor(() => expect(toasts.getState().list).toHaveLength(1), { timeout: 15_000 });
    return toasts.getState().list[0]?.words;
  };

  it('is put on the page, and its owner reads that a part of it is missing', async () => {
    vi.mocked(uploadFile).mockResolvedValue({ file: 'f'.repeat(32), width: 600, height: 400 });
    expect(await wordsAfter(cut)).toMatch(/Part of the image “roof.jpg” is missing/);
    const put = session.sent.find(({ name }) => name === 'whiteboard:put');
    expect(put?.input).toMatchObject({ shapes: [{ kind: 'image', file: 'f'.repeat(32) }] });
  });

  it('is said to be cut off where the server calls it broken', async () => {
    vi.mocked(uploadFile).mockResolvedValue({ refused: 'broken' });
    expect(await wordsAfter(cut)).toMatch(/is missing/);
  });

  it('is said to be unreadable, instead of blaming the server', async () => {
    vi.mocked(uploadFile).mockRejectedValue(new AppError('unavailable', 'broke'));
    const gone = Object.assign(new File(['x'], 'roof.png', { type: 'image/png' }), {
      arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')),
    });
    expect(await wordsAfter(gone)).toMatch(/can’t be read on this device/);
  });
});

it('says of a folder once that it is one, and of a file among pictures that it was left out', () => {
  toasts.setState({ list: [] });
  const place = board().parentElement as HTMLElement;
  const drop = (files: readonly File[], folder?: string) => {
    const items = files.map((file) => ({
      kind: 'file',
      getAsFile: () => file,
      webkitGetAsEntry: () => ({ name: file.name, isDirectory: file.name === folder }),
    }));
    const event = createEvent.drop(place, { dataTransfer: { ...clipboard('', files), types: ['Files'], items } });
    fireEvent(place, event);
    return toasts.getState().list.map(({ words }) => words);
  };
  expect(drop([new File([], 'Ein Ordner')], 'Ein Ordner')).toEqual([expect.stringMatching(/is a folder/)]);
  toasts.setState({ list: [] });
  vi.mocked(uploadFile).mockReturnValue(new Promise(() => undefined));
  const files = [new File([photo], 'roof.jpg', { type: 'image/jpeg' }), new File(['x'], 'costs.pdf')];
  expect(drop(files)).toEqual([expect.stringMatching(/“costs.pdf” was left out/)]);
});

it('names the author of a shape as they are called now', () => {
  const state = session.store.getState();
  const states = {
    ...state.states,
    whiteboard: { ...(state.states['whiteboard'] as object), authors: { ben: 'Guest 3', zoe: 'Zoe' } },
  };
  const people = meetingState({}, [person('ben', { name: 'Ben' })]).states['presence'];
  expect(['ben', 'zoe', 'nobody'].map((id) => authorIn({ states: { ...states, presence: people } }, id))).toEqual([
    'Ben',
    'Zoe',
    '',
  ]);
});
