import { alone } from '../alone.ts';

interface ValveOptions {
  readonly isWanted: () => boolean;
  readonly open: () => Promise<void>;
  readonly shut: () => Promise<void>;
  /** True when there is nothing left to open or shut. */
  readonly hasEnded: () => boolean;
  readonly onFailed: (error: unknown) => void;
}

/** Lets a stream flow from one host to another while it is wanted. Applies one change at a time. */
export class Valve {
  readonly #options: ValveOptions;
  #flows = false;
  #isBusy = false;

  constructor(options: ValveOptions) {
    this.#options = options;
  }

  /** `isWanted` may have changed. */
  review(): void {
    alone(this.#settle());
  }

  /** What is wanted may change while the hosts are being told. */
  async #settle(): Promise<void> {
    const { isWanted, open, shut, hasEnded, onFailed } = this.#options;
    if (this.#isBusy || hasEnded()) return;
    this.#isBusy = true;
    while (!hasEnded() && this.#flows !== isWanted()) {
      this.#flows = isWanted();
      await (this.#flows ? open() : shut()).catch((error: unknown) => void (hasEnded() || onFailed(error)));
    }
    this.#isBusy = false;
  }
}
