import { duration, type DurationLimit, type Sitting } from '@plenum/shared/features/duration/contract';
import { endOf, extendableBy } from '@plenum/shared/features/duration/time';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useAskHome } from '../../app/useAsk.ts';
import { useHome, useHomeMeeting } from '../../app/stayContext.ts';
import { wordsOfDuration } from '../../app/wordsOfTime.ts';
import { type MeetingState, stateOf } from '../../core/store.ts';
import { useNow } from '../../ui/useNow.ts';

const minute = 60_000;
/** Below this the countdown shows seconds, in ms. */
export const secondsBelow = 10 * minute;

const sittingOf = (state: MeetingState): Sitting | undefined => stateOf(state, duration)?.sitting;
const limitOf = (state: MeetingState): DurationLimit | undefined => stateOf(state, duration)?.limit;

/** The sitting of the meeting, whichever room is on the page; undefined when it has no limit. */
export function useSitting(): Sitting | undefined {
  return useHomeMeeting(sittingOf);
}

export function useLimit(): DurationLimit | undefined {
  return useHomeMeeting(limitOf);
}

/** The lengths by which I can extend the meeting now, in minutes, and the command that does it. */
export function useExtension(): {
  readonly steps: readonly number[];
  readonly extend: (minutes: number) => Promise<boolean>;
} {
  const ask = useAskHome();
  const may = useHomeMeeting(({ me }) => me.abilities.includes('durationExtend'));
  const [limit, sitting] = [useLimit(), useSitting()];
  const rest = limit && sitting && may ? extendableBy(limit, sitting) : 0;
  const steps = [...new Set([15, 30].map((minutes) => Math.min(minutes, rest)))].filter((minutes) => minutes > 0);
  return { steps, extend: (minutes) => ask(duration, 'extend', { minutes }) };
}

/** Milliseconds until the shown time may change: the next second near the end, else some seconds. */
function untilNext(left: number): number {
  return left <= secondsBelow ? (left % 1_000 || 1_000) + 5 : 5_000;
}

/** The time that is left, in ms of the server's clock; it changes as often as the time is shown. */
export function useTimeLeft(sitting: Sitting): number {
  const { store } = useHome();
  const offset = useStore(store, ({ clockOffsetMs }) => clockOffsetMs);
  const end = endOf(sitting);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    let next: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      const at = Date.now();
      setNow(at);
      next = setTimeout(tick, untilNext(Math.max(0, end - at - offset)));
    };
    tick();
    return () => clearTimeout(next);
  }, [end, offset]);
  return Math.max(0, end - now - offset);
}

/** What a screen reader says when the meeting appears: how long it may still last. */
export function useArrival(): readonly string[] {
  const { t, i18n } = useTranslation();
  const sitting = useSitting();
  const now = useNow(minute) + useHomeMeeting(({ clockOffsetMs }) => clockOffsetMs);
  if (!sitting) return [];
  const left = Math.max(0, endOf(sitting) - now);
  return [t('duration.said.arrival', { time: wordsOfDuration(left, i18n.language) })];
}

const dialog = createStore<{ readonly open: boolean }>(() => ({ open: false }));

/** Opens the window that says how long the meeting may last. */
export function openDuration(): void {
  dialog.setState({ open: true });
}

export function closeDuration(): void {
  dialog.setState({ open: false });
}

export function useDurationOpen(): boolean {
  return useStore(dialog, ({ open }) => open);
}
