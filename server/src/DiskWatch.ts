import { inBackground } from '@plenum/shared/core/background';
import type { Logger } from 'pino';
import type { Clock } from './room/ports.ts';
import type { FileStore } from './storage/files/FileStore.ts';

interface DiskWatchOptions {
  readonly files: Pick<FileStore, 'shortage'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether the log of rooms is on the disk of the files. */
  readonly isLogHere: boolean;
}

const everyMs = 2_000;

/** Knows whether the disk is so full that rooms may write only what ends them. */
export class DiskWatch {
  readonly #options: DiskWatchOptions;
  #isFull = false;
  #cancel: () => void = () => {};
  #life: 'running' | 'stopped' = 'running';

  private constructor(options: DiskWatchOptions) {
    this.#options = options;
  }

  /** Resolves when the disk was looked at once. */
  static async start(options: DiskWatchOptions): Promise<DiskWatch> {
    const watch = new DiskWatch(options);
    if (options.isLogHere) await watch.#look();
    return watch;
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  /** Idempotent. */
  stop(): void {
    this.#life = 'stopped';
    this.#cancel();
  }

  async #look(): Promise<void> {
    const { files, clock, log } = this.#options;
    try {
      const isFull = (await files.shortage()) === 'full';
      if (isFull && !this.#isFull) log.error('the disk is full: rooms write only what ends them');
      this.#isFull = isFull;
    } catch (error) {
      log.error({ err: error }, 'the free space of the disk could not be read');
    }
    if (this.#life === 'stopped') return;
    this.#cancel = clock.after(everyMs, () => {
      inBackground(this.#look(), (error) => log.error({ err: error }, 'looking at the disk failed'));
    });
  }
}
