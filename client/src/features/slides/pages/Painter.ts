import type { View } from '@plenum/shared/features/slides/contract';
import { createStore } from 'zustand/vanilla';
import { aside } from '@plenum/shared/core/aside';
import type { Painting } from './pdf.ts';

interface Wanted {
  readonly region: View;
  /** Width of the picture, in px. */
  readonly pixels: number;
}

interface Seen {
  /** The last finished picture; a newer one replaces it when it is done. */
  readonly painted?: { readonly canvas: HTMLCanvasElement; readonly region: View };
  /** True when the last painting failed. */
  readonly hasFailed: boolean;
}

/** While the view moves, painting waits for this long, in ms. */
const stillMs = 60;

/**
 * Paints the part of a page that is wanted last, one at a time. The first picture is always finished: on a busy machine a
 * view or a window that changes faster than one picture takes would otherwise leave the page white.
 */
export class Painter {
  readonly seen = createStore<Seen>(() => ({ hasFailed: false }));
  readonly #paint: (wanted: Wanted) => Promise<Painting>;
  #wanted: Wanted | undefined;
  #last: Wanted | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #current: Painting | undefined;
  #isBusy = false;
  #isClosed = false;

  constructor(paint: (wanted: Wanted) => Promise<Painting>) {
    this.#paint = paint;
  }

  want(wanted: Wanted): void {
    this.#wanted = wanted;
    this.#last = wanted;
    const { painted } = this.seen.getState();
    if (this.#isBusy) {
      if (painted) this.#current?.cancel();
      return;
    }
    if (this.#timer !== undefined && !painted) return;
    this.#wait();
  }

  /** Paints again what could not be painted. */
  retry(): void {
    this.seen.setState({ hasFailed: false });
    if (this.#last) this.want(this.#last);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#current?.cancel();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      aside(this.#start());
    }, stillMs);
  }

  async #start(): Promise<void> {
    const wanted = this.#wanted;
    if (!wanted) return;
    this.#wanted = undefined;
    this.#isBusy = true;
    try {
      const painting = await this.#paint(wanted);
      if (this.#isClosed) painting.cancel();
      this.#current = painting;
      const canvas = await painting.ready;
      if (canvas && !this.#isClosed) {
        this.seen.setState({ painted: { canvas, region: wanted.region }, hasFailed: false });
      }
    } catch {
      this.seen.setState({ hasFailed: true });
    } finally {
      this.#current = undefined;
      this.#isBusy = false;
    }
    if (this.#wanted && !this.#isClosed) this.#wait();
  }
}
