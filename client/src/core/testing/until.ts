import type { MeetingState, MeetingStore } from '../store.ts';

/** Resolves with the first state for which `when` holds; otherwise the test runs into its own time limit. */
export function until(store: MeetingStore, when: (state: MeetingState) => boolean): Promise<MeetingState> {
  return new Promise((resolve) => {
    const check = (state: MeetingState) => {
      if (!when(state)) return;
      stop();
      resolve(state);
    };
    const stop = store.subscribe(check);
    check(store.getState());
  });
}
