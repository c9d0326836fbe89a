import { Worker } from 'node:worker_threads';
import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';

const Damage = z.optional(z.string());

/** A look through the whole file, in a thread and a connection of its own so that no commit waits for it. */
export class Inspection {
  readonly #worker: Worker;
  /** What is wrong with the file, in SQLite's words; undefined when nothing is. @throws AppError `unavailable` when it was not finished */
  readonly done: Promise<string | undefined>;

  constructor(folder: string) {
    this.#worker = new Worker(new URL('./inspector.ts', import.meta.url), {
      name: 'inspector',
      workerData: { folder },
    });
    this.done = new Promise((resolve, reject) => {
      this.#worker.once('message', (said: unknown) => resolve(Damage.parse(said)));
      this.#worker.once('error', reject);
      this.#worker.once('exit', () => reject(new AppError('unavailable', 'The database was not looked through.')));
    });
  }

  /** Ends the look, finished or not. Idempotent. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
