import { Worker } from 'node:worker_threads';
import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import { loaded } from './loaded.ts';

const Damage = z.optional(z.string());

/** A check of the whole file, in its own thread and connection so that no commit waits for it. */
export class Inspection {
  readonly #worker: Worker;
  /** Resolves when the thread has loaded SQLite, or is gone: ended while it loads, it would end the process. */
  readonly #loaded: Promise<void>;
  /** The damage in SQLite's words, or undefined. @throws AppError `unavailable` when the check did not finish */
  readonly done: Promise<string | undefined>;

  constructor(folder: string) {
    this.#worker = new Worker(new URL('./inspector.ts', import.meta.url), {
      name: 'inspector',
      workerData: { folder },
    });
    this.#loaded = new Promise((resolve) => {
      this.#worker.once('message', () => resolve());
      this.#worker.once('exit', () => resolve());
    });
    this.done = new Promise((resolve, reject) => {
      this.#worker.on('message', (said: unknown) => {
        if (said !== loaded) resolve(Damage.parse(said));
      });
      this.#worker.once('error', reject);
      this.#worker.once('exit', () => reject(new AppError('unavailable', 'The check of the database did not finish.')));
    });
  }

  /** Ends the check, finished or not. Idempotent. */
  async stop(): Promise<void> {
    await this.#loaded;
    await this.#worker.terminate();
  }
}
