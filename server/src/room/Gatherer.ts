import type { MemberId } from '@plenum/shared/core/ids';
import type { Clock, Frame } from './ports.ts';

/** A volatile event to send: to all members unless `to` is given, at once unless it may wait for `gatherMs`. */
export interface Fleeting extends Frame {
  readonly to: readonly MemberId[] | undefined;
  readonly gatherMs: number | undefined;
}

interface GathererOptions {
  readonly clock: Clock;
  readonly send: (frame: Frame, to: readonly MemberId[] | undefined) => void;
}

/** Gathers the volatile events of many members for some ms, so that each line gets one frame and not hundreds. */
export class Gatherer {
  readonly #options: GathererOptions;
  readonly #waiting = new Map<string, { readonly items: unknown[]; readonly cancel: () => void }>();

  constructor(options: GathererOptions) {
    this.#options = options;
  }

  tell({ name, payload, to, gatherMs }: Fleeting): void {
    if (gatherMs === undefined || !Array.isArray(payload)) return this.#options.send({ name, payload }, to);
    const key = to === undefined ? name : `${name} ${to.join(' ')}`;
    const known = this.#waiting.get(key);
    if (known) {
      known.items.push(...payload);
      return;
    }
    const items: unknown[] = [...payload];
    const cancel = this.#options.clock.after(gatherMs, () => {
      this.#waiting.delete(key);
      this.#options.send({ name, payload: items }, to);
    });
    this.#waiting.set(key, { items, cancel });
  }

  /** Drops the events that wait. Idempotent. */
  stop(): void {
    for (const { cancel } of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }
}
