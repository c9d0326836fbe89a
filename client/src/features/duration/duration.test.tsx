import type { DurationLimit, Sitting } from '@plenum/shared/features/duration/contract';
import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeSession, fakeSession, meetingState } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { toasts } from '../../ui/toasts.ts';
import { preferences } from '../../app/preferences/preferences.ts';
import { DurationBanner } from './DurationBanner.tsx';
import { DurationDialog } from './DurationDialog.tsx';
import { DurationItem } from './DurationItem.tsx';
import { DurationWatcher } from './DurationWatcher.tsx';
import { closeDuration } from './useDuration.ts';

const playSignal = vi.hoisted(() => vi.fn<(name: string) => void>());
vi.mock('../../ui/signal.ts', () => ({ playSignal }));
const announce = vi.hoisted(() => vi.fn<(words: string) => void>());
vi.mock('../../ui/Announcer.tsx', () => ({ announce }));

const start = 1_800_000_000_000;
const minute = 60_000;
const hour: DurationLimit = { minutes: 60, extendable: 40, of: { is: 'server' } };
const sitting: Sitting = { since: start, endsAt: start + 60 * minute, extended: 0, warned: false };

usePage();
beforeEach(() => {
  vi.useFakeTimers({ now: start, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  playSignal.mockClear();
  announce.mockClear();
  closeDuration();
  toasts.setState({ list: [] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Given {
  readonly limit?: DurationLimit;
  readonly sitting?: Sitting;
  readonly extends?: boolean;
  readonly offset?: number;
}

function session({ limit = hour, sitting: now = sitting, extends: may = false, offset = 0 }: Given = {}): FakeSession {
  const state = meetingState({ clockOffsetMs: offset });
  const abilities = may ? [...state.me.abilities, 'durationExtend' as const] : state.me.abilities;
  const states = { ...state.states, duration: { limit, sitting: now, polls: [] } };
  return fakeSession({ ...state, me: { ...state.me, abilities }, states });
}

function become(here: FakeSession, part: Partial<Sitting>): void {
  const duration = { limit: hour, sitting: { ...sitting, ...part }, polls: [] };
  act(() => here.store.setState(({ states }) => ({ states: { ...states, duration } })));
}

const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));
const shown = () => screen.getByRole('timer').textContent;
const press = (name: string | RegExp) => act(async () => void fireEvent.click(screen.getByRole('button', { name })));

describe('the time that is left', () => {
  it('[DU4] is shown in minutes, and in seconds near the end, by the clock of the server', () => {
    onPage(
      <DurationItem />,
      session({ offset: 100_000, sitting: { ...sitting, endsAt: start + 60 * minute + 100_000 } }),
    );
    expect(shown()).toContain('1 hr 0 min left');
    pass(30_000);
    expect(shown()).toContain('1 hr 0 min left');
    pass(31_000);
    expect(shown()).toContain('59 min left');
    pass(49 * minute + 1_000);
    expect(shown()).toContain('9:59');
    pass(20 * minute);
    expect(shown()).toContain('0:00');
  });

  it('[DU13] is not shown without a limit', () => {
    onPage(<DurationItem />, fakeSession());
    expect(screen.queryByRole('timer')).toBeNull();
  });
});

describe('what is said', () => {
  it('[DU5] is both warnings, with a signal unless it is switched off', () => {
    const here = session();
    onPage(<DurationWatcher />, here);
    become(here, { warned: true });
    expect(toasts.getState().list).toMatchObject([{ words: 'The meeting ends in 5 minutes.' }]);
    expect(toasts.getState().list[0]?.action).toBeUndefined();
    become(here, { warned: true, closesAt: sitting.endsAt });
    expect(toasts.getState().list).toEqual([]);
    expect(announce.mock.calls).toEqual([['The meeting ends for everyone in one minute.']]);
    expect(playSignal.mock.calls).toEqual([['warning'], ['warning']]);
    const { sounds } = preferences.getState();
    preferences.setState({ sounds: { ...sounds, warning: false } });
    become(here, { warned: true, closesAt: sitting.endsAt + 5 * minute, poll: 'waits' });
    preferences.setState({ sounds });
    expect(announce).toHaveBeenLastCalledWith(expect.stringContaining('until the poll is closed'));
    expect(playSignal).toHaveBeenCalledTimes(2);
  });

  it('[DU6] offers moderators more time with the warning, and says that time was added', async () => {
    const here = session({ extends: true });
    onPage(<DurationWatcher />, here);
    become(here, { warned: true });
    const action = toasts.getState().list[0]?.action;
    expect(action?.label).toBe('Add 15 minutes');
    await act(async () => action?.run());
    expect(here.sent).toEqual([{ name: 'duration:extend', input: { minutes: 15 } }]);
    become(here, { extended: 15, endsAt: sitting.endsAt + 15 * minute });
    expect(toasts.getState().list.at(-1)?.words).toMatch(/^The meeting was extended by 15 minutes, until /);
  });
});

describe('the banner of the last minute', () => {
  it('[DU6] lets a moderator add time, and others ask why', async () => {
    const last = { ...sitting, warned: true, closesAt: start + minute };
    const here = session({ extends: true, sitting: last });
    onPage(<DurationBanner />, here);
    expect(screen.getByRole('status').textContent).toContain('The meeting ends for everyone in 1:00');
    await press('Add 15 minutes');
    expect(here.sent).toEqual([{ name: 'duration:extend', input: { minutes: 15 } }]);
  });

  it('is not there before the last warning', () => {
    onPage(<DurationBanner />, session());
    expect(screen.queryByRole('status')).toBeNull();
  });
});

describe('the window about the length of the meeting', () => {
  it('[DU7] offers no more than what is left of the limit, and says whose it is', async () => {
    const here = session({ extends: true, sitting: { ...sitting, extended: 20, endsAt: start + 80 * minute } });
    onPage(<DurationDialog />, here);
    const text = screen.getByRole('dialog').textContent;
    for (const part of ['Meetings on this server last 1 hour.', 'extended by 20 minutes', 'up to 20 minutes']) {
      expect(text).toContain(part);
    }
    await press(/^20 minutes/);
    await press(/^15 minutes/);
    expect(here.sent.map(({ input }) => input)).toEqual([{ minutes: 20 }, { minutes: 15 }]);
  });

  it('[DU7] names the organisation and its tier, and what can be done', () => {
    const of = { is: 'organisation', name: 'Housing co-op', tier: 'basic' } as const;
    onPage(<DurationDialog />, session({ extends: true, limit: { minutes: 60, extendable: 0, of } }));
    const text = screen.getByRole('dialog').textContent;
    expect(text).toContain('Meetings of Housing co-op last 1 hour with its tier “basic”.');
    expect(text).toContain('the same link opens a new meeting right away');
    expect(screen.queryByRole('button', { name: /minutes/ })).toBeNull();
  });
});
