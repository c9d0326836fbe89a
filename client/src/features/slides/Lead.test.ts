import { AppError } from '@plenum/shared/core/errors';
import { slides, type View } from '@plenum/shared/features/slides/contract';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type FakeSession, fakeSession, meetingState } from '../../testing/fakeSession.ts';
import { slideDeskOf } from './desk.ts';
import { followPans, Lead } from './Lead.ts';

const part = (x: number): View => ({ x, y: 0, width: 960, height: 540 });

/** A meeting with a page on the stage, and helpers for pans of other members. */
function scene() {
  const session = fakeSession(
    meetingState({ states: { ...meetingState().states, slides: { presentations: [], current: 'deck.1' } } }),
  );
  let hear: (payload: unknown) => void = () => {};
  session.onVolatile = (contract, event, listener) => {
    expect([contract, event]).toEqual([slides, 'panned']);
    hear = listener as typeof hear;
    return () => {};
  };
  const stop = followPans(session);
  const pan = (x: number, by = 'other', page = 'deck.1') => hear({ page, view: part(x), by });
  const moving = () => slideDeskOf(session).getState().moving?.view?.x;
  return { session, stop, pan, moving };
}

function setSlides(session: FakeSession, state: object): void {
  session.store.setState(({ states }) => ({ states: { ...states, slides: { presentations: [], ...state } } }));
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('[SL5] whoever leads is seen on the way, now and then, and for good where they come to rest', async () => {
  const { session } = scene();
  const lead = Lead.of(session);
  for (let x = 1; x <= 50; x += 1) {
    lead.look('deck.1', part(x));
    vi.advanceTimersByTime(16);
  }
  const pans = session.sent.filter(({ name }) => name === 'slides:pan');
  expect(pans.length).toBeGreaterThan(3);
  expect(pans.length).toBeLessThan(12);
  expect(session.sent.some(({ name }) => name === 'slides:look')).toBe(false);
  await vi.runAllTimersAsync();
  expect(session.sent.at(-1)).toEqual({ name: 'slides:look', input: { page: 'deck.1', view: part(50) } });
  expect([lead.isMoving, slideDeskOf(session).getState().moving]).toEqual([false, undefined]);
});

it('who leads and is refused sees again what all see', async () => {
  const { session, moving } = scene();
  session.refuse = new AppError('conflict', 'Another page is on the stage.');
  Lead.of(session).look('deck.1', part(7));
  expect(moving()).toBe(7);
  await vi.runAllTimersAsync();
  expect(moving()).toBeUndefined();
});

it('who follows moves along until what is written down says where it ended', () => {
  const { session, pan, moving } = scene();
  pan(10);
  pan(20);
  expect(moving()).toBe(20);
  setSlides(session, { current: 'deck.1', view: part(30) });
  expect(moving()).toBeUndefined();
});

it('a movement that comes late, and one of which no more is heard, does not stay', () => {
  const { session, pan, moving } = scene();
  setSlides(session, { current: 'deck.1', view: part(30) });
  pan(20);
  expect(moving()).toBe(20);
  vi.runAllTimers();
  expect(moving()).toBeUndefined();
});

it('movements on another page, my own echo, and those after I stopped are not followed', () => {
  const { pan, moving, stop } = scene();
  pan(10, 'other', 'deck.2');
  pan(10, 'me');
  expect(moving()).toBeUndefined();
  stop();
  expect(vi.getTimerCount()).toBe(0);
});
