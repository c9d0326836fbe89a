import { Worker } from 'node:worker_threads';
import { AppError, assertNever } from '@plenum/shared/core/errors';
import type { Call, DatabasePort } from '../DatabasePort.ts';
import { uncarry } from '../failures.ts';
import type { OnPoisoned } from '../procedures/procedure.ts';
import type { Answer, FromThread, ToThread } from './protocol.ts';

interface Waiting {
  readonly calls: readonly Call[];
  readonly resolve: (outputs: unknown[]) => void;
  readonly reject: (error: Error) => void;
}

interface ThreadOptions {
  readonly folder: string;
  readonly onPoisoned: OnPoisoned;
}

/** Most parts of one commit, so that the first of a crowd is not kept waiting for the last. */
const maxGroup = 256;

/** The main-thread half of the SQLite thread: what is asked while a commit runs goes together into the next one. */
export class DatabaseThread implements DatabasePort {
  readonly #worker: Worker;
  readonly #gone: Promise<void>;
  readonly #onPoisoned: OnPoisoned;
  #life: 'open' | 'closing' | 'lost' = 'open';
  #waiting: Waiting[] = [];
  #running: Waiting[] = [];
  #lastError: unknown;

  private constructor(worker: Worker, onPoisoned: OnPoisoned) {
    this.#worker = worker;
    this.#onPoisoned = onPoisoned;
    this.#gone = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.on('error', (error) => (this.#lastError = error));
  }

  /** Resolves when the file is open, locked and migrated. @throws AppError what SqliteFile.open throws */
  static async create({ folder, onPoisoned }: ThreadOptions): Promise<DatabaseThread> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { name: 'storage', workerData: { folder } });
    const self = new DatabaseThread(worker, onPoisoned);
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
      // A microtask later, so that what is asked in the same tick goes together.
      if (this.#waiting.length === 1) queueMicrotask(() => this.#next());
    });
  }

  /** Waits for what was asked before. */
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
      // An input that is no plain data: a fault of ours, which must not stop the thread for everybody.
      this.#running = [];
      for (const { reject } of group) reject(error instanceof Error ? error : new Error(String(error)));
      queueMicrotask(() => this.#next());
    }
  }

  #settle(answers: readonly Answer[]): void {
    const group = this.#running;
    this.#running = [];
    // The next commit starts before anybody hears of this one: the disk need not wait for them.
    this.#next();
    for (const [index, { resolve, reject }] of group.entries()) {
      const answer = answers[index];
      if (!answer?.ok) {
        reject(answer ? uncarry(answer.error) : this.#lost());
        continue;
      }
      for (const { room, seq, error } of answer.poisoned) this.#onPoisoned(room, seq, uncarry(error));
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
