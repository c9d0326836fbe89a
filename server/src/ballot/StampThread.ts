import { Worker } from 'node:worker_threads';
import { AppError } from '@plenum/shared/core/errors';
import type { Stamp } from '@plenum/shared/ballot/scheme';
import type { Stamper, StampOrder } from './Stamper.ts';

interface Waiting {
  readonly resolve: (stamp: Stamp) => void;
  readonly reject: (error: AppError) => void;
}

/** The main thread's side of the stamping thread. The thread starts with the first order, and again after a failure. */
export class StampThread implements Stamper {
  #worker: Worker | undefined;
  /** Orders without an answer. The thread answers in the order of the orders. */
  #waiting: Waiting[] = [];
  #life: 'open' | 'closed' = 'open';

  stamp(order: StampOrder): Promise<Stamp> {
    if (this.#life === 'closed')
      return Promise.reject(new AppError('closed', 'The server stops: no more papers are stamped.'));
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      worker.postMessage(order);
    });
  }

  async close(): Promise<void> {
    this.#life = 'closed';
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { name: 'ballot' });
    worker.on('message', (stamp: Stamp) => this.#waiting.shift()?.resolve(stamp));
    let reason = 'it has ended';
    worker.on('error', (error) => (reason = error instanceof Error ? error.message : String(error)));
    worker.once('exit', () => {
      this.#worker = undefined;
      const lost = new AppError('unavailable', `The stamping thread failed: ${reason}`);
      for (const { reject } of this.#waiting.splice(0)) reject(lost);
    });
    return worker;
  }
}
