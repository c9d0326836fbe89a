import { AppError } from '@plenum/shared/core/errors';
import { Kysely, PostgresDialect } from 'kysely';
import { DatabaseError } from 'pg';
import type { Ask, Desk } from '../Desk.ts';
import { isTaken, reasonOf, translate } from '../failures.ts';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations/list.ts';
import { type OnPoisoned, RecordStore } from '../RecordStore.ts';
import { answer } from '../repository.ts';
import type { Tables } from '../schema.ts';
import { openPool } from './connections.ts';
import { InOrder } from './InOrder.ts';

interface PostgresOptions {
  readonly url: string;
  readonly onPoisoned: OnPoisoned;
}

const maxConnections = 10;

/** Everything in a PostgreSQL database, for large servers and those that have one already. */
export class PostgresStore extends RecordStore {
  private constructor(desk: Desk, onPoisoned: OnPoisoned) {
    super(desk, onPoisoned);
  }

  /**
   * Brings the tables up to date; several nodes may start at once.
   * @throws AppError `unavailable` when the database cannot be reached or refuses us
   */
  static async create({ url, onPoisoned }: PostgresOptions): Promise<PostgresStore> {
    const patient = queries(url, 1, false);
    try {
      await migrate(patient, migrations('postgres'));
    } catch (error) {
      if (error instanceof AppError) throw error;
      // Not the URL: it has a password in it.
      throw new AppError('unavailable', `The PostgreSQL database cannot be used: ${reasonOf(error)}`);
    } finally {
      await patient.destroy();
    }
    return new PostgresStore(new PostgresDesk(queries(url, maxConnections, true)), onPoisoned);
  }

  /** The database server looks after its own pages. */
  override async inspect(): Promise<undefined> {
    return undefined;
  }
}

class PostgresDesk implements Desk {
  readonly #db: Kysely<Tables>;
  readonly #inOrder = new InOrder();
  readonly #asked = new Set<Promise<unknown>>();
  #life: 'open' | 'closed' = 'open';

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  ask(ask: Ask): Promise<unknown> {
    if (this.#life === 'closed') return Promise.reject(new AppError('closed', 'The store is closed.'));
    // Connections are many, but what is said about one room must not overtake itself.
    const asked = 'room' in ask ? this.#inOrder.run(ask.room, () => this.#answer(ask)) : this.#answer(ask);
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

  async #answer(ask: Ask): Promise<unknown> {
    try {
      return ask.op === 'append' ? await this.#append(ask) : await answer(this.#db, ask);
    } catch (error) {
      throw translate(error);
    }
  }

  async #append(ask: Ask): Promise<unknown> {
    const append = () => this.#db.transaction().execute((transaction) => answer(transaction, ask));
    try {
      return await append();
    } catch (error) {
      // Somebody committed these numbers meanwhile: asked again, the log says whether that was us on a lost connection.
      if (error instanceof DatabaseError && isTaken(error)) return append();
      throw error;
    }
  }
}

function queries(url: string, max: number, impatient: boolean): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool({ url, max, impatient }) }) });
}
