import { AppError } from '@plenum/shared/core/errors';
import type { Kysely } from 'kysely';
import { DatabaseError } from 'pg';
import type { Call, DatabasePort } from '../DatabasePort.ts';
import { isTaken, translate } from '../failures.ts';
import type { OnPoisoned } from '../procedures/procedure.ts';
import { execute, needsTransaction, roomsOf } from '../Questions.ts';
import type { Tables } from '../schema.ts';
import { InOrder } from './InOrder.ts';

/** Calls on many connections; what is said about one room does not overtake itself. */
export class PostgresPort implements DatabasePort {
  readonly #db: Kysely<Tables>;
  readonly #onPoisoned: OnPoisoned;
  readonly #inOrder = new InOrder();
  readonly #asked = new Set<Promise<unknown>>();
  #life: 'open' | 'closed' = 'open';

  constructor(db: Kysely<Tables>, onPoisoned: OnPoisoned) {
    this.#db = db;
    this.#onPoisoned = onPoisoned;
  }

  run(calls: readonly Call[]): Promise<unknown[]> {
    if (this.#life === 'closed') return Promise.reject(new AppError('closed', 'The store is closed.'));
    const asked = this.#inOrder.run(roomsOf(calls), () => this.#execute(calls));
    const done = asked.catch(() => undefined).finally(() => this.#asked.delete(done));
    this.#asked.add(done);
    return asked;
  }

  /** Waits for what was asked before. */
  async close(): Promise<void> {
    this.#life = 'closed';
    await Promise.all(this.#asked);
    await this.#db.destroy();
  }

  async #execute(calls: readonly Call[]): Promise<unknown[]> {
    try {
      if (!needsTransaction(calls)) return await execute(this.#db, calls, this.#onPoisoned);
      return await this.#change(calls);
    } catch (error) {
      throw translate(error);
    }
  }

  async #change(calls: readonly Call[]): Promise<unknown[]> {
    const change = () => this.#db.transaction().execute((transaction) => execute(transaction, calls, this.#onPoisoned));
    try {
      return await change();
    } catch (error) {
      // Somebody committed rows with these keys meanwhile: asked again, an append finds out whether that was ours, on a
      // connection that was lost, and anything else meets the same rows once more.
      if (error instanceof DatabaseError && isTaken(error)) return change();
      throw error;
    }
  }
}
