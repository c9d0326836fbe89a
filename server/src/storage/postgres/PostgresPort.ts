import { AppError } from '@plenum/shared/core/errors';
import type { Kysely } from 'kysely';
import { DatabaseError } from 'pg';
import type { Call, DatabasePort } from '../DatabasePort.ts';
import { isTaken, translate } from '../failures.ts';
import type { OnUnreadable } from '../procedures/procedure.ts';
import { execute, needsTransaction, roomsOf } from '../Questions.ts';
import type { Tables } from '../schema.ts';
import { InOrder } from './InOrder.ts';

/** Runs calls on many connections; calls about one room keep their order. */
export class PostgresPort implements DatabasePort {
  readonly #db: Kysely<Tables>;
  readonly #onUnreadable: OnUnreadable;
  readonly #inOrder = new InOrder();
  readonly #asked = new Set<Promise<unknown>>();
  #life: 'open' | 'closed' = 'open';

  constructor(db: Kysely<Tables>, onUnreadable: OnUnreadable) {
    this.#db = db;
    this.#onUnreadable = onUnreadable;
  }

  run(calls: readonly Call[]): Promise<unknown[]> {
    if (this.#life === 'closed') return Promise.reject(new AppError('closed', 'The store is closed.'));
    const asked = this.#inOrder.run(roomsOf(calls), () => this.#execute(calls));
    const done = asked.catch(() => undefined).finally(() => this.#asked.delete(done));
    this.#asked.add(done);
    return asked;
  }

  /** Waits for all earlier calls. */
  async close(): Promise<void> {
    this.#life = 'closed';
    await Promise.all(this.#asked);
    await this.#db.destroy();
  }

  async #execute(calls: readonly Call[]): Promise<unknown[]> {
    try {
      if (!needsTransaction(calls)) return await execute(this.#db, calls, this.#onUnreadable);
      return await this.#change(calls);
    } catch (error) {
      throw translate(error);
    }
  }

  async #change(calls: readonly Call[]): Promise<unknown[]> {
    const change = () =>
      this.#db.transaction().execute((transaction) => execute(transaction, calls, this.#onUnreadable));
    try {
      return await change();
    } catch (error) {
      // Another connection committed rows with these keys. The second try of an append finds out whether they are its own,
      // from a connection that was lost; any other change fails again.
      if (error instanceof DatabaseError && isTaken(error)) return change();
      throw error;
    }
  }
}
