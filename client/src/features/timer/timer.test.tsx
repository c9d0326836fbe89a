import type { Timer } from '@plenum/shared/features/timer/contract';
import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { preferences } from '../../app/preferences/preferences.ts';
import { toasts } from '../../ui/toasts.ts';
import { type FakeSession, fakeSession, meetingState } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { closeTimer } from './dialog.ts';
import { newsOf } from './news.ts';
import { wordsOfSpan } from './spanWords.ts';
import { TimerDialog } from './TimerDialog.tsx';
import { TimerItem, Timers } from './TimerItem.tsx';
import { TimerWatcher } from './TimerWatcher.tsx';

const playSignal = vi.hoisted(() => vi.fn<(name: string) => void>());
vi.mock('../../ui/signal.ts', () => ({ playSignal }));
const announce = vi.hoisted(() => vi.fn<(words: string) => void>());
vi.mock('../../ui/Announcer.tsx', () => ({ announce }));

const start = 1_800_000_000_000;
const minute = 60_000;
const countdown = (lengthMs: number, run: Timer['run']): Timer => ({ kind: { is: 'countdown', lengthMs }, run });
const running = (since: number, spentMs = 0): Timer['run'] => ({ is: 'running', since, spentMs });

usePage();
beforeEach(() => {
  vi.useFakeTimers({ now: start, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  playSignal.mockClear();
  announce.mockClear();
  closeTimer();
  toasts.setState({ list: [] });
});
afterEach(() => {
  vi.useRealTimers();
});

function session(timer?: Timer, { manages = false, offset = 0 } = {}): FakeSession {
  const state = meetingState({ clockOffsetMs: offset });
  const abilities = manages ? [...state.me.abilities, 'timerManage' as const] : state.me.abilities;
  return fakeSession({ ...state, me: { ...state.me, abilities }, states: { ...state.states, timer: { timer } } });
}

function become(here: FakeSession, timer?: Timer): void {
  act(() => here.store.setState(({ states }) => ({ states: { ...states, timer: { timer } } })));
}

function pass(ms: number): void {
  act(() => void vi.advanceTimersByTime(ms));
}
const shown = () => screen.getByRole('timer').textContent;

describe('the timer in the top bar', () => {
  it('[TI2] counts down by the clock of the server, whatever this computer’s clock says', () => {
    onPage(<TimerItem />, session(countdown(5 * minute, running(start + 100_000)), { offset: 100_000 }));
    expect(shown()).toBe('5:00');
    pass(1_100);
    expect(shown()).toBe('4:59');
    pass(10 * minute);
    expect(shown()).toBe('0:00');
  });

  it('counts a stopwatch up, and stands while it is paused', () => {
    const here = session({ kind: { is: 'stopwatch' }, run: running(start - 61_500) });
    onPage(<TimerItem />, here);
    expect(shown()).toBe('1:01');
    pass(600);
    expect(shown()).toBe('1:02');
    become(here, { kind: { is: 'stopwatch' }, run: { is: 'paused', spentMs: 62_100 } });
    pass(minute);
    expect(shown()).toBe('Paused 1:02');
  });

  it('is a button for members who may change it, and a sign for others', () => {
    const now = countdown(minute, running(start));
    onPage(<TimerItem />, session(now));
    expect(screen.queryByRole('button')).toBeNull();
    onPage(<TimerItem />, session(now, { manages: true }));
    expect(screen.getByRole('button', { name: 'Change the timer' })).toBeTruthy();
  });

  it('[TI11] of the meeting is shown in its rooms too, beside the room’s own', () => {
    const [home, here] = [session(countdown(5 * minute, running(start))), session()];
    onPage(<Timers here={here} home={home} />, here);
    expect(screen.getByRole('timer', { name: 'Meeting: Countdown' }).textContent).toBe('Meeting5:00');
    become(here, countdown(minute, running(start)));
    expect(screen.getByRole('timer', { name: 'Countdown' }).textContent).toBe('1:00');
    expect(screen.getAllByRole('timer')).toHaveLength(2);
  });

  it('shows nothing without a timer', () => {
    onPage(<TimerItem />, session());
    expect(screen.queryByRole('timer')).toBeNull();
  });
});

describe('what is said', () => {
  it('[TI12] is the start, the last minute and the end, and no other second', () => {
    const here = session();
    onPage(<TimerWatcher />, here);
    const now = countdown(2 * minute, running(start));
    become(here, now);
    expect(announce.mock.calls).toEqual([['Countdown started: 2 minutes.']]);
    pass(minute - 1);
    expect(announce).toHaveBeenCalledTimes(1);
    pass(1);
    expect(announce).toHaveBeenLastCalledWith('One minute left.');
    pass(2 * minute);
    become(here, { ...now, run: { is: 'over' } });
    expect(announce).toHaveBeenCalledTimes(2);
    expect(toasts.getState().list).toMatchObject([{ words: 'Time’s up.' }]);
    expect(playSignal.mock.calls).toEqual([['warning']]);
  });

  it('plays no signal where it is switched off, nor for what was over before', () => {
    const over = countdown(minute, { is: 'over' });
    onPage(<TimerWatcher />, session(over));
    expect(toasts.getState().list).toEqual([]);
    const { sounds } = preferences.getState();
    preferences.setState({ sounds: { ...sounds, warning: false } });
    const here = session(countdown(minute, running(start)));
    onPage(<TimerWatcher />, here);
    become(here, over);
    preferences.setState({ sounds });
    expect(toasts.getState().list).toHaveLength(1);
    expect(playSignal).not.toHaveBeenCalled();
  });

  it('is named by what changed', () => {
    const now = countdown(minute, running(start));
    const paused = countdown(minute, { is: 'paused', spentMs: 5 });
    expect(newsOf(undefined, now)).toBe('countdown');
    expect(newsOf(now, undefined)).toBe('removed');
    expect(newsOf(now, paused)).toBe('paused');
    expect(newsOf(paused, countdown(minute, running(start + 9, 5)))).toBe('resumed');
    expect(newsOf(paused, countdown(2 * minute, { is: 'paused', spentMs: 5 }))).toBe('added');
    expect(newsOf(countdown(minute, { is: 'over' }), countdown(2 * minute, running(start, minute)))).toBe('added');
    expect(newsOf(paused, countdown(minute, { is: 'paused', spentMs: 0 }))).toBe('reset');
    expect(newsOf(now, countdown(minute, { is: 'over' }))).toBe('over');
    expect(newsOf(now, countdown(minute, running(start + 9)))).toBe('countdown');
    expect(newsOf(now, { kind: { is: 'stopwatch' }, run: running(start) })).toBe('stopwatch');
  });

  it('has times to the second', () => {
    expect([90_000, 3_661_000, 1].map((ms) => wordsOfSpan(ms, 'en'))).toEqual([
      '1 minute, 30 seconds',
      '1 hour, 1 minute, 1 second',
      '1 second',
    ]);
  });
});

describe('the window of the timer', () => {
  const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })));
  const write = (name: string, value: string) =>
    fireEvent.change(screen.getByRole('spinbutton', { name }), { target: { value } });

  it('starts a countdown of a usual length, of any other, and a stopwatch', async () => {
    const here = session(undefined, { manages: true });
    onPage(<TimerDialog />, here);
    await press('5 min');
    write('Hours', '1');
    write('Seconds', '30');
    await press('Start');
    await press('Start stopwatch');
    expect(here.sent).toEqual([
      { name: 'timer:start', input: { lengthMs: 5 * minute } },
      { name: 'timer:start', input: { lengthMs: 3_630_000 } },
      { name: 'timer:start', input: {} },
    ]);
  });

  it('[TI1] says which times a countdown can have, and sends no other', async () => {
    const here = session(undefined, { manages: true });
    onPage(<TimerDialog />, here);
    for (const hours of ['', '25', '-1', '0.5']) {
      write('Hours', hours);
      await press('Start');
      expect(screen.getByRole('alert').textContent).toBe('Enter a time from 1 second to 24 hours, in whole numbers.');
    }
    expect(here.sent).toEqual([]);
  });

  it('changes the timer that is there', async () => {
    const here = session(countdown(minute, running(start)), { manages: true });
    onPage(<TimerDialog />, here);
    for (const name of ['Pause', 'Add a minute', 'Reset']) await press(name);
    become(here, countdown(minute, { is: 'paused', spentMs: 5 }));
    await press('Resume');
    become(here, countdown(minute, { is: 'over' }));
    for (const name of ['Start again', 'Remove']) await press(name);
    expect(here.sent.map(({ name, input }) => [name, input])).toEqual([
      ['timer:pause', {}],
      ['timer:add', { ms: minute }],
      ['timer:reset', {}],
      ['timer:resume', {}],
      ['timer:start', { lengthMs: minute }],
      ['timer:remove', {}],
    ]);
  });
});
