import './jitless.ts';
import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { aside } from '@plenum/shared/core/aside';
import type { RoomPass, Session } from './session.ts';

/** A move to a room; without `room`, to the meeting itself. */
export interface Move {
  readonly room: RoomId | undefined;
  /** Number of failed tries. */
  readonly failed: number;
}

/** The person's present room, and the move to another. */
export interface Whereabouts {
  /** The room on the page: the meeting, or a visit to one of its rooms. */
  readonly here: Session;
  readonly move: Move | undefined;
}

interface Goal {
  readonly room: RoomId | undefined;
  readonly pass: () => Promise<RoomPass>;
}

/** How long the old room stays on the page when the new room's media does not open, in ms. */
const longestMediaWait = 4_000;
const againMs = { first: 500, longest: 5_000 } as const;

/**
 * One person's stay in a meeting with rooms: exactly one room is on the page. The room line to the meeting stays open all the
 * time; media is in one room only, and the old room closes when the new one is ready.
 */
export class Stay {
  readonly home: Session;
  readonly store: StoreApi<Whereabouts>;
  #goal: Goal;
  #life: 'resting' | 'moving' | 'closed' = 'resting';
  #stopWatching: () => void = () => {};
  #wakeUp: () => void = () => {};

  constructor(home: Session) {
    this.home = home;
    this.#goal = { room: undefined, pass: noPass };
    this.store = createStore<Whereabouts>(() => ({ here: home, move: undefined }));
  }

  /** Moves to a room, or without `room` back to the meeting. Retries until it arrives or another call sets a new goal. */
  go(room: RoomId | undefined, pass: () => Promise<RoomPass> = noPass): void {
    if (this.#life === 'closed') return;
    const isNew = room !== this.#goal.room;
    this.#goal = { room, pass };
    if (isNew) this.#wakeUp();
    if (this.#life === 'resting' && room !== this.#at()) aside(this.#move());
  }

  /** Ends a visit. The caller leaves the meeting itself. Idempotent. */
  close(): void {
    if (this.#life === 'closed') return;
    this.#life = 'closed';
    this.#stopWatching();
    this.#wakeUp();
    const { here } = this.store.getState();
    if (here !== this.home) aside(here.depart());
  }

  /** The room on the page; undefined for the meeting itself, null for a closed room. */
  #at(): RoomId | undefined | null {
    const { here } = this.store.getState();
    if (here === this.home) return undefined;
    const { line, room } = here.store.getState();
    return line.state === 'closed' ? null : room.id;
  }

  async #move(): Promise<void> {
    this.#life = 'moving';
    let failed = 0;
    while (this.#isMoving() && this.#goal.room !== this.#at()) {
      const goal = this.#goal;
      this.store.setState({ move: { room: goal.room, failed } });
      try {
        await this.#arrive(goal);
        failed = 0;
      } catch {
        failed += 1;
        this.store.setState({ move: { room: goal.room, failed } });
        await this.#wait(Math.min(againMs.longest, againMs.first * 2 ** failed));
      }
    }
    if (!this.#isMoving()) return;
    this.#life = 'resting';
    this.store.setState({ move: undefined });
  }

  async #arrive(goal: Goal): Promise<void> {
    const { here: before } = this.store.getState();
    const next = goal.room === undefined ? this.home : await this.home.visit(goal.room, goal.pass);
    // The goal changed during the await.
    if (!this.#isMoving() || goal.room !== this.#goal.room) return this.#giveUp(next);
    if (next === this.home) next.wake();
    await mediaOf(next);
    if (!this.#isMoving()) return this.#giveUp(next);
    this.#stopWatching();
    this.store.setState({ here: next });
    this.#stopWatching = next === this.home ? () => {} : next.store.subscribe(() => this.#onHereChanged());
    if (before === this.home) before.rest();
    else if (before !== next) aside(before.depart());
  }

  async #giveUp(next: Session): Promise<void> {
    if (next !== this.home) await next.depart();
  }

  /** The visit ended by itself: back to the meeting, and from there to the room where this person belongs. */
  #onHereChanged(): void {
    if (this.#life !== 'resting' || this.#at() !== null) return;
    const { here } = this.store.getState();
    aside(here.depart());
    this.home.wake();
    this.#stopWatching();
    this.store.setState({ here: this.home });
    if (this.#goal.room !== undefined) aside(this.#move());
  }

  #isMoving(): boolean {
    return this.#life === 'moving';
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function noPass(): Promise<RoomPass> {
  return Promise.reject(new AppError('notFound', 'There is no pass for that room.'));
}

/** Waits until a room's media is open, impossible, or too slow. */
function mediaOf(session: Session): Promise<void> {
  const isReady = () => {
    const { mediaLine, line } = session.store.getState();
    return line.state === 'closed' || mediaLine.state === 'open' || mediaLine.state === 'failed' || !session.wantsMedia;
  };
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, longestMediaWait);
    const stop = session.store.subscribe(() => isReady() && done());
    if (isReady()) done();
  });
}
