import { type Emoji, reaction, reactionShownMs } from '@plenum/shared/features/reaction/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { perSession } from '../../app/perSession.ts';
import type { MeetingSession } from '../../app/session.ts';

/** One reaction as it came in. */
export interface Reaction {
  readonly key: number;
  readonly member: string;
  readonly emoji: Emoji;
}

interface DeskState {
  /** The last reaction of each person, for as long as it is shown. */
  readonly marks: Readonly<Record<string, Reaction>>;
  /** What floats now, oldest first. */
  readonly floats: readonly Reaction[];
  /** Whether the palette is open where the bar has no place for it. */
  readonly paletteOpen: boolean;
}

/** More than this float at once never: a hall that applauds must not slow anybody down. */
const mostFloats = 24;

/** The reactions on the page now: nothing of them is in the state of the meeting. Lives as long as the session. */
export class ReactionDesk {
  readonly store: StoreApi<DeskState> = createStore<DeskState>(() => ({ marks: {}, floats: [], paletteOpen: false }));
  readonly #session: MeetingSession;
  #next = 0;

  private constructor(session: MeetingSession) {
    this.#session = session;
  }

  /** The desk of a session; the same one each time. */
  static readonly of = perSession((session: MeetingSession) => new ReactionDesk(session));

  /** Shows what comes in, and calls back for each; the answer stops it and takes everything away. */
  listen(heard: (reaction: Reaction) => void): () => void {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const stop = this.#session.onVolatile(reaction, 'reacted', ({ member, emoji }) => {
      const one = this.#show(member, emoji);
      const timer = setTimeout(() => {
        timers.delete(timer);
        this.#unmark(one);
      }, reactionShownMs);
      timers.add(timer);
      heard(one);
    });
    return () => {
      stop();
      for (const timer of timers) clearTimeout(timer);
      this.store.setState({ marks: {}, floats: [] });
    };
  }

  /** A float has reached its end. */
  landed(key: number): void {
    this.store.setState(({ floats }) => ({ floats: floats.filter((float) => float.key !== key) }));
  }

  setPalette(paletteOpen: boolean): void {
    this.store.setState({ paletteOpen });
  }

  #show(member: string, emoji: Emoji): Reaction {
    const one: Reaction = { key: (this.#next += 1), member, emoji };
    this.store.setState(({ marks, floats }) => ({
      marks: { ...marks, [member]: one },
      floats: [...floats, one].slice(-mostFloats),
    }));
    return one;
  }

  /** A newer reaction of the same person keeps its own time. */
  #unmark({ key, member }: Reaction): void {
    const { [member]: mark, ...others } = this.store.getState().marks;
    if (mark?.key === key) this.store.setState({ marks: others });
  }
}
