import { type Emoji, reaction, reactionShownMs } from '@plenum/shared/features/reaction/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { perSession } from '../../app/perSession.ts';
import type { MeetingSession } from '../../app/session.ts';

/** One received reaction. */
export interface Reaction {
  readonly key: number;
  readonly member: string;
  readonly emoji: Emoji;
}

interface DeskState {
  /** The last reaction of each member, while it is shown. */
  readonly marks: Readonly<Record<string, Reaction>>;
  /** The floating reactions, oldest first. */
  readonly floats: readonly Reaction[];
  /** True while the palette is open in a bar without a reaction button. */
  readonly paletteOpen: boolean;
}

/** Most simultaneous floats: the applause of a full hall must not slow a computer down. */
const mostFloats = 24;

/** The visible reactions. The meeting's state does not contain them. Lives as long as the session. */
export class ReactionDesk {
  readonly store: StoreApi<DeskState> = createStore<DeskState>(() => ({ marks: {}, floats: [], paletteOpen: false }));
  readonly #session: MeetingSession;
  #next = 0;

  private constructor(session: MeetingSession) {
    this.#session = session;
  }

  /** The desk of a session; the same one each time. */
  static readonly of = perSession((session: MeetingSession) => new ReactionDesk(session));

  /** Shows received reactions and calls back for each. The returned function stops that and removes all of them. */
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

  /** A float has ended. */
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

  /** A newer reaction of the same member stays for its own time. */
  #unmark({ key, member }: Reaction): void {
    const { [member]: mark, ...others } = this.store.getState().marks;
    if (mark?.key === key) this.store.setState({ marks: others });
  }
}
