import { type Layer, largestLayer } from '@plenum/shared/features/media/contract';
import type { After } from './after.ts';

/** How long a layer must be unwatched before its sender is told to stop it, in ms. */
export const unwantedMs = 2_000;

/** The largest layer of a stream that a viewer watches; null when nobody watches the stream. */
export type Wanted = Layer | null;

/** Counts which layers of one stream its viewers watch, and reports when the sender should send more or less. */
export class Demand {
  readonly #after: After;
  readonly #onChange: (wanted: Wanted) => void;
  /** Number of viewers of each layer. */
  readonly #viewers: number[] = Array.from({ length: largestLayer + 1 }, () => 0);
  #told: Wanted = largestLayer;
  #cancel: (() => void) | undefined;

  constructor(after: After, onChange: (wanted: Wanted) => void) {
    this.#after = after;
    this.#onChange = onChange;
    this.#review();
  }

  /** What the sender was told last. Before the first report it sends every layer. */
  get told(): Wanted {
    return this.#told;
  }

  /** True while anybody watches the stream now. */
  get watched(): boolean {
    return this.#wanted() !== null;
  }

  /** One viewer changes the layer that it watches. */
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

  /** Reports an increase at once and a decrease after `unwantedMs`: a scroll through the tiles must not stop every camera. */
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
