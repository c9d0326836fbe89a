import { type Layer, largestLayer } from '@plenum/shared/features/media/contract';
import type { After } from './after.ts';

/** How long nobody must have wanted a layer until its sender is told to stop, in ms. */
export const unwantedMs = 2_000;

/** How well a stream is wanted: its largest layer that somebody watches; null when nobody watches it at all. */
export type Wanted = Layer | null;

/** How well one stream is watched by all its viewers together; says when its sender should send more or less. */
export class Demand {
  readonly #after: After;
  readonly #onChange: (wanted: Wanted) => void;
  /** Viewers of each layer. */
  readonly #viewers: number[] = Array.from({ length: largestLayer + 1 }, () => 0);
  #told: Wanted = largestLayer;
  #cancel: (() => void) | undefined;

  constructor(after: After, onChange: (wanted: Wanted) => void) {
    this.#after = after;
    this.#onChange = onChange;
    this.#review();
  }

  /** What the sender was told last; everything, when it was told nothing. */
  get told(): Wanted {
    return this.#told;
  }

  /** One viewer looks at it differently than before. */
  change(before: Wanted, now: Wanted): void {
    if (before === now) return;
    this.#count(before, -1);
    this.#count(now, 1);
    this.#review();
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #count(layer: Wanted, by: 1 | -1): void {
    if (layer !== null) this.#viewers[layer] = (this.#viewers[layer] ?? 0) + by;
  }

  /** More is wanted now, less when it has been so for a while: a scroll through the tiles must not stop every camera. */
  #review(): void {
    const wanted = this.#wanted();
    if (rank(wanted) >= rank(this.#told)) {
      this.close();
      this.#tell(wanted);
    } else {
      this.#cancel ??= this.#after(unwantedMs, () => {
        this.#cancel = undefined;
        this.#tell(this.#wanted());
      });
    }
  }

  #wanted(): Wanted {
    const layer = this.#viewers.findLastIndex((viewers) => viewers > 0);
    return layer < 0 ? null : layer;
  }

  #tell(wanted: Wanted): void {
    if (wanted === this.#told) return;
    this.#told = wanted;
    this.#onChange(wanted);
  }
}

function rank(wanted: Wanted): number {
  return wanted ?? -1;
}
