import type { Page, Presentation, View } from '@plenum/shared/features/slides/contract';
import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { words } from '../../../i18n/i18n.ts';
import { fakeSession } from '../../../testing/fakeSession.ts';
import { onPage, usePage } from '../../../testing/onPage.tsx';
import { Library, type Loading } from './library.ts';
import type { Painting, PdfDocument } from './pdf.ts';
import { PdfPicture } from './PdfPicture.tsx';

usePage();

/** A painting that is under way: the test ends it. */
interface Begun {
  readonly region: View;
  isCancelled: boolean;
  readonly finish: () => void;
  readonly fail: () => void;
}
const begun: Begun[] = [];

vi.mock(import('./pdf.ts'), () => {
  const paint = (_page: unknown, _across: number, region: View): Painting => {
    const { promise, resolve, reject } = Promise.withResolvers<HTMLCanvasElement | undefined>();
    const one: Begun = {
      region,
      isCancelled: false,
      finish: () => resolve(document.createElement('canvas')),
      fail: () => reject(new Error('The worker has gone.')),
    };
    begun.push(one);
    const cancel = () => {
      one.isCancelled = true;
      resolve(undefined);
    };
    return { ready: promise, cancel };
  };
  return { paint } as never;
});

const page = { id: 'deck.1', width: 1920, height: 1080 } as Page;
const presentation = { id: 'deck', name: 'Roof', kind: 'pdf', pages: [page] } as unknown as Presentation;
const session = fakeSession();
const loading = createStore<Loading<PdfDocument>>(() => ({ state: 'loading', part: 0 }));

beforeEach(() => {
  begun.length = 0;
  left.setState(0, true);
  vi.useFakeTimers();
  vi.spyOn(Library.of(session), 'document').mockReturnValue(loading);
  loading.setState({ state: 'ready', value: { getPage: async () => ({}) } as unknown as PdfDocument }, true);
});
afterEach(() => vi.useRealTimers());

/** Where what one sees begins, in a box too narrow for a soft picture of the whole page. */
const left = createStore(() => 0);
function Moving() {
  const view = { x: useStore(left), y: 0, width: 960, height: 540 };
  return <PdfPicture presentation={presentation} page={page} view={view} box={{ width: 480, height: 270 }} />;
}

const moves = (x: number) => act(() => left.setState(x, true));
const passes = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const ends = (one: Begun | undefined, how: 'finish' | 'fail') =>
  act(async () => {
    one?.[how]();
    await vi.advanceTimersByTimeAsync(0);
  });

it('a view that moves faster than a picture is painted is seen all the same', async () => {
  const { container } = onPage(<Moving />, session);
  for (let x = 1; x <= 20; x += 1) {
    moves(x);
    await passes(50);
  }
  expect(begun).toHaveLength(1);
  expect(begun[0]?.isCancelled).toBe(false);
  await ends(begun[0], 'finish');
  expect(container.querySelectorAll('canvas')).toHaveLength(1);
  // Then what was wanted last.
  await passes(100);
  expect(begun.map(({ region }) => region.x).at(-1)).toBe(20);
});

it('a picture that is no longer wanted is given up once another one is there', async () => {
  const { container } = onPage(<Moving />, session);
  await passes(100);
  await ends(begun[0], 'finish');
  moves(1);
  await passes(100);
  moves(2);
  expect(begun[1]?.isCancelled).toBe(true);
  await passes(100);
  expect(begun[2]?.region.x).toBe(2);
  expect(container.querySelectorAll('canvas')).toHaveLength(1);
});

it('a page that cannot be painted says so and can be tried again', async () => {
  const { container } = onPage(<Moving />, session);
  await passes(100);
  await ends(begun[0], 'fail');
  expect(screen.getByText(words.t('slides.loadFailed'))).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: words.t('app.tryAgain') }));
  await passes(100);
  expect(begun).toHaveLength(2);
  await ends(begun[1], 'finish');
  expect(container.querySelectorAll('canvas')).toHaveLength(1);
  expect(screen.queryByText(words.t('slides.loadFailed'))).toBeNull();
});

it('a page that has gone paints no more', async () => {
  const { unmount } = onPage(<Moving />, session);
  await passes(100);
  unmount();
  expect(begun[0]?.isCancelled).toBe(true);
  await passes(200);
  expect(begun).toHaveLength(1);
});

it('a file that is there and is being opened does not say that it loads', () => {
  loading.setState({ state: 'loading', part: 1 }, true);
  onPage(<Moving />, session);
  expect(screen.getByText(words.t('slides.opening'))).toBeTruthy();
});
