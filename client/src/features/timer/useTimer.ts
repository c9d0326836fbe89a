import { type Timer, timer } from '@plenum/shared/features/timer/contract';
import { leftAt, spentAt } from '@plenum/shared/features/timer/time';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { type MeetingSession, useMeeting } from '../../app/session.ts';
import { type MeetingState, stateOf } from '../../core/store.ts';

/** The timer of a room; undefined when there is none. */
function timerOf(state: MeetingState): Timer | undefined {
  return stateOf(state, timer)?.timer;
}

export function useTimer({ store }: MeetingSession): Timer | undefined {
  return useStore(store, timerOf);
}

/** Whether I start, stop and change the timer of the room on the page. */
export function useManagesTimer(): boolean {
  return useMeeting(({ me }) => me.abilities.includes('timerManage'));
}

/** The server's clock as this session knows it, epoch ms. */
export function serverNow({ store }: MeetingSession): number {
  return Date.now() + store.getState().clockOffsetMs;
}

/** Milliseconds until another second is shown. A little more, so that no second is shown twice. */
function untilNextSecond(now: Timer, at: number): number {
  const left = leftAt(now, at);
  return (left === undefined ? 1_000 - (spentAt(now, at) % 1_000) : left % 1_000 || 1_000) + 5;
}

/** The time to show, in ms: what a countdown has left, or a stopwatch has run, in whole seconds. Changes each second. */
export function useShownTime(session: MeetingSession, now: Timer): number {
  const [at, setAt] = useState(() => serverNow(session));
  useEffect(() => {
    if (now.run.is !== 'running') return;
    let next: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      const time = serverNow(session);
      setAt(time);
      next = setTimeout(tick, untilNextSecond(now, time));
    };
    tick();
    return () => clearTimeout(next);
  }, [session, now]);
  return leftAt(now, at) ?? Math.floor(spentAt(now, at) / 1_000) * 1_000;
}
