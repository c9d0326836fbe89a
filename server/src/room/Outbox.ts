import { inBackground } from '@plenum/shared/core/background';
import { AppError } from '@plenum/shared/core/errors';
import type { BoxChanges, LogEntry } from '@plenum/shared/core/log';
import type { Clock } from './ports.ts';

/** Entries that are committed together, and the function that runs after the commit. */
export interface Bundle {
  readonly entries: readonly LogEntry[];
  readonly boxes?: BoxChanges | undefined;
  /** Announces the bundle. The next bundle is announced when the promise is fulfilled. */
  readonly onCommitted: () => Promise<void> | undefined;
}

interface Waiting {
  readonly bundle: Bundle;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface OutboxOptions {
  readonly clock: Clock;
  append(entries: readonly LogEntry[], boxes: BoxChanges | undefined): Promise<void>;
  /** The log has refused the waiting bundles for good: no member has seen them or will see them. */
  onLost(error: unknown): void;
  /** Called before and after the bundles of one commit are announced, so that their events leave together. */
  hold(): void;
  release(): void;
  /** The shortest time from the start of one commit to the next, in ms: in a large room, each message costs a write a member. */
  pauseMs(): number;
  /** A bundle is durable, and its `onCommitted` has failed. */
  onFailed(error: unknown): void;
}

/**
 * The pauses between the tries of one append, in ms. A store that fails is given up after 2.5 s; one that hangs has its own
 * limit.
 */
const retryDelays = [50, 200, 750, 1_500] as const;
const maxWaiting = 5_000;
/**
 * The most bundles in one append: to serialize a row and to hand it to the thread of the database takes some 40 µs, in
 * which the server answers no member.
 */
const mostTogether = 100;
/** The longest time of announcing in one tick, in ms: then other rooms run. Hundreds of members may have spoken at once. */
const mostAtOnce = 8;

/** Commits bundles in the order in which they were pushed; bundles that come during a commit form the next group. */
export class Outbox {
  readonly #options: OutboxOptions;
  #waiting: Waiting[] = [];
  #state: 'idle' | 'committing' | 'closed' = 'idle';
  #idle: (() => void)[] = [];
  /** The monotonic time before which no commit starts. */
  #notBefore = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Resolves when the bundle is durable and announced. @throws AppError `unavailable` when it is lost */
  push(bundle: Bundle): Promise<void> {
    if (this.#state === 'closed') return Promise.reject(new AppError('closed', 'The room is closed.'));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ bundle, resolve, reject });
    if (this.#state === 'idle') inBackground(this.#commitAll(), (error) => this.#options.onFailed(error));
    return promise;
  }

  /** True when more bundles wait than a working log ever leaves. */
  get isFull(): boolean {
    return this.#waiting.length >= maxWaiting;
  }

  /** Resolves when nothing waits any more. */
  idle(): Promise<void> {
    if (this.#state !== 'committing') return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Commits what waits, and takes nothing more. */
  async close(): Promise<void> {
    await this.idle();
    this.#state = 'closed';
  }

  async #commitAll(): Promise<void> {
    this.#state = 'committing';
    // Events of the same tick belong in the same commit.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const pause = this.#takePause();
      if (pause > 0) await new Promise<void>((goOn) => void this.#options.clock.after(pause, goOn));
      const group = this.#waiting.splice(0, mostTogether);
      try {
        await this.#append(group.map(({ bundle }) => bundle));
      } catch (error) {
        this.#lose([...group, ...this.#waiting.splice(0)], error);
        continue;
      }
      await this.#tell(group);
    }
    this.#state = 'idle';
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** The ms until the next commit may start. */
  #takePause(): number {
    const now = this.#options.clock.monotonic();
    const early = this.#notBefore - now;
    this.#notBefore = Math.max(now, this.#notBefore) + this.#options.pauseMs();
    return early;
  }

  /** Announces in turns with other rooms. The callers of `push` go on when the events have left. */
  async #tell(group: readonly Waiting[]): Promise<void> {
    const { clock } = this.#options;
    let begun = clock.monotonic();
    let told: Waiting[] = [];
    this.#try(() => this.#options.hold());
    for (const waiting of group) {
      if (clock.monotonic() - begun > mostAtOnce) {
        this.#sendHeld(told);
        told = [];
        await new Promise<void>((goOn) => void clock.after(0, goOn));
        begun = clock.monotonic();
        this.#try(() => this.#options.hold());
      }
      try {
        const telling = waiting.bundle.onCommitted();
        if (telling) await telling;
      } catch (error) {
        this.#options.onFailed(error);
      }
      told.push(waiting);
    }
    this.#sendHeld(told);
  }

  #sendHeld(told: readonly Waiting[]): void {
    this.#try(() => this.#options.release());
    for (const { resolve } of told) resolve();
  }

  #try(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#options.onFailed(error);
    }
  }

  async #append(group: readonly Bundle[]): Promise<void> {
    const entries = group.flatMap((bundle) => bundle.entries);
    const boxes = merged(group.flatMap((bundle) => bundle.boxes ?? []));
    for (const delay of retryDelays) {
      try {
        return await this.#options.append(entries, boxes);
      } catch (error) {
        if (error instanceof AppError && error.code === 'conflict') throw error;
        await new Promise<void>((resolve) => void this.#options.clock.after(delay, resolve));
      }
    }
    return this.#options.append(entries, boxes);
  }

  #lose(lost: readonly Waiting[], error: unknown): void {
    this.#options.onLost(error);
    for (const { reject } of lost) reject(new AppError('unavailable', 'The meeting cannot be saved right now.'));
  }
}

function merged(changes: readonly BoxChanges[]): BoxChanges | undefined {
  if (changes.length === 0) return undefined;
  return {
    dropped: changes.flatMap(({ dropped }) => dropped),
    emptied: changes.flatMap(({ emptied }) => emptied),
  };
}
