import { type Answer, type Recording, recording } from '@plenum/shared/features/recording/contract';
import { spentAt } from '@plenum/shared/features/recording/time';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useMeeting } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { useNow } from '../../ui/useNow.ts';

/** The recording of this room; undefined when there is none. */
export function useRecording(): Recording | undefined {
  return useMeeting((state) => stateOf(state, recording)?.recording);
}

/** What I said about being recorded. */
export function useMyAnswer(): Answer | undefined {
  return useMeeting((state) => stateOf(state, recording)?.answers[state.me.id]);
}

/** Whether the last meeting was recorded and this one is not. */
export function useReminds(): boolean {
  return useMeeting((state) => stateOf(state, recording)?.reminds ?? false);
}

/** Whether I start, pause and stop recordings: I may, and no program that opened the room decides it. */
export function useControlsRecording(): boolean {
  return useMeeting((state) => {
    const rule = stateOf(state, recording)?.rule;
    const isFree = rule === undefined || (rule.allowed && rule.byMembers);
    return isFree && state.me.abilities.includes('recordingControl');
  });
}

/** How long the recording is, in ms; changes each second while it runs. */
export function useLength(now: Recording): number {
  const at = useNow(1_000) + useMeeting(({ clockOffsetMs }) => clockOffsetMs);
  return Math.floor(spentAt(now, at) / 1_000) * 1_000;
}

const dialog = createStore<{ readonly open: boolean }>(() => ({ open: false }));

/** Opens the window of the recording. */
export function openRecording(): void {
  dialog.setState({ open: true });
}

export function closeRecording(): void {
  dialog.setState({ open: false });
}

export function useRecordingOpen(): boolean {
  return useStore(dialog, ({ open }) => open);
}
