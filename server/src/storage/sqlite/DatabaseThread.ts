import { Worker } from 'node:worker_threads';
import { AppError, assertNever } from '@plenum/shared/core/errors';
import type { Call, DatabasePort } from '../DatabasePort.ts';
import { uncarry } from '../failures.ts';
import type { OnUnreadable } from '../procedures/procedure.ts';
import type { Answer, FromThread, ToThread } from './protocol.ts';

interface Waiting {
  readonly calls: readonly Call[];
  readonly resolve: (outputs: unknown[]) => void;
  readonly reject: (error: Error) => void;
}

interface ThreadOptions {
  readonly folder: string;
  readonly onUnreadable: OnUnreadable;
}

/** The most parts of one commit, so that the first of a crowd does not wait for the last. */
const maxGroup = 256;

/** The main-thread half of the SQLite thread: calls that come during a commit form the next one. */
export class DatabaseThread implements DatabasePort {
  readonly #worker: Worker;
  readonly #gone: Promise<void>;
  readonly #onUnreadable: OnUnreadable;
  #life: 'open' | 'closing' | 'lost' = 'open';
  #waiting: Waiting[] = [];
  #running: Waiting[] = [];
  #lastError: unknown;

  private constructor(worker: Worker, onUnreadable: OnUnreadable) {
    this.#worker = worker;
    this.#onUnreadable = onUnreadable;
    this.#gone = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.on('error', (error) => (this.#lastError = error));
  }

  /** Resolves when the file is open, locked and migrated. @throws AppError as SqliteFile.open does */
  static async create({ folder, onUnreadable }: ThreadOptions): Promise<DatabaseThread> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { name: 'storage', workerData: { folder } });
    const self = new DatabaseThread(worker, onUnreadable);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    worker.on('message', (message: FromThread) => {
      switch (message.kind) {
        case 'ready':
          return resolve();
        case 'refused':
          return reject(uncarry(message.error));
        case 'answers':
          return self.#settle(message.answers);
        default:
          return assertNever(message);
      }
    });
    worker.once('exit', () => {
      self.#onGone();
      reject(self.#lost());
    });
    await promise.catch(async (error: unknown) => {
      await worker.terminate();
      throw error;
    });
    return self;
  }

  run(calls: readonly Call[]): Promise<unknown[]> {
    if (this.#life === 'closing') return Promise.reject(new AppError('closed', 'The store is closed.'));
    if (this.#life === 'lost') return Promise.reject(this.#lost());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ calls, resolve, reject });
      // A microtask later, so that all calls of this tick share a commit.
      if (this.#waiting.length === 1) queueMicrotask(() => this.#next());
    });
  }

  /** Waits for all earlier calls. */
  async close(): Promise<void> {
    if (this.#life === 'open') {
      this.#life = 'closing';
      if (this.#running.length === 0 && this.#waiting.length === 0) this.#post({ kind: 'close' });
    }
    await this.#gone;
  }

  #next(): void {
    if (this.#running.length > 0 || this.#life === 'lost') return;
    if (this.#waiting.length > 0) {
      this.#running = this.#waiting.splice(0, maxGroup);
      this.#begin(this.#running);
    } else if (this.#life === 'closing') {
      this.#post({ kind: 'close' });
    }
  }

  #begin(group: readonly Waiting[]): void {
    try {
      this.#post({ kind: 'group', asked: group.map(({ calls }) => calls) });
    } catch (error) {
      // The input is not plain data: a fault of ours, which must not stop the thread for other callers.
      this.#running = [];
      for (const { reject } of group) reject(error instanceof Error ? error : new Error(String(error)));
      queueMicrotask(() => this.#next());
    }
  }

  #settle(answers: readonly Answer[]): void {
    const group = this.#running;
    this.#running = [];
    // The next commit starts before the callers run, so that the disk does not wait for them.
    this.#next();
    for (const [index, { resolve, reject }] of group.entries()) {
      const answer = answers[index];
      if (!answer?.ok) {
        reject(answer ? uncarry(answer.error) : this.#lost());
        continue;
      }
      for (const { room, seq, error } of answer.unreadable) this.#onUnreadable(room, seq, uncarry(error));
      resolve(answer.outputs);
    }
  }

  #onGone(): void {
    if (this.#life === 'open') this.#life = 'lost';
    for (const { reject } of [...this.#running.splice(0), ...this.#waiting.splice(0)]) reject(this.#lost());
  }

  #lost(): AppError {
    const reason = this.#lastError instanceof Error ? `: ${this.#lastError.message}` : '';
    return new AppError('unavailable', `The database thread has ended${reason}`);
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message);
  }
}
