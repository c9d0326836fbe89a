import type { MemberId } from '@plenum/shared/core/ids';
import type { Channel, Clock, Frame } from './ports.ts';

/** A volatile event to send: to all members unless `to` is given, at once unless it may wait for `gatherMs`. */
export interface Fleeting extends Frame {
  readonly to: readonly MemberId[] | undefined;
  readonly gatherMs: number | undefined;
}

interface GathererOptions {
  readonly clock: Clock;
  readonly channel: Pick<Channel, 'hold' | 'release'>;
  readonly send: (frame: Frame, to: readonly MemberId[] | undefined) => void;
}

interface Gathered {
  readonly name: string;
  readonly items: unknown[];
  readonly to: readonly MemberId[] | undefined;
}

/**
 * Gathers the volatile events of many members for some ms, so that each line gets one message and not hundreds. All kinds
 * leave together, when the first that waits is due.
 */
export class Gatherer {
  readonly #options: GathererOptions;
  readonly #waiting = new Map<string, Gathered>();
  #timer: { readonly at: number; readonly cancel: () => void } | undefined;

  constructor(options: GathererOptions) {
    this.#options = options;
  }

  tell({ name, payload, to, gatherMs }: Fleeting): void {
    if (gatherMs === undefined || !Array.isArray(payload)) return this.#options.send({ name, payload }, to);
    const key = to === undefined ? name : `${name} ${to.join(' ')}`;
    const known = this.#waiting.get(key);
    if (known) known.items.push(...payload);
    else this.#waiting.set(key, { name, items: [...payload], to });
    this.#sendIn(gatherMs);
  }

  /** Drops the events that wait. Idempotent. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#waiting.clear();
  }

  #sendIn(ms: number): void {
    const { clock } = this.#options;
    const at = clock.monotonic() + ms;
    if (this.#timer && this.#timer.at <= at) return;
    this.#timer?.cancel();
    this.#timer = { at, cancel: clock.after(ms, () => this.#send()) };
  }

  #send(): void {
    const { channel, send } = this.#options;
    const gathered = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#timer = undefined;
    channel.hold();
    for (const { name, items, to } of gathered) send({ name, payload: items }, to);
    channel.release();
  }
}
