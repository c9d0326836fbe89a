import type BetterSqlite3 from 'better-sqlite3';
import { AppError } from '@plenum/shared/core/errors';
import { type Kysely, sql } from 'kysely';
import type { Ask } from '../Desk.ts';
import { carry, reasonOf, translate } from '../failures.ts';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations/list.ts';
import { answer } from '../repository.ts';
import type { Tables } from '../schema.ts';
import { sqliteQueries } from './dialect.ts';
import { lockFolder, makeFolder, openFile, unusable } from './files.ts';
import type { Answer } from './protocol.ts';
import { Traces } from './Traces.ts';

/** The database file, in the thread that owns it. Groups run one after another. */
export class SqliteFile {
  readonly #lock: BetterSqlite3.Database;
  readonly #db: Kysely<Tables>;
  readonly #traces: Traces;

  private constructor(lock: BetterSqlite3.Database, file: BetterSqlite3.Database) {
    this.#lock = lock;
    this.#db = sqliteQueries(file);
    this.#traces = new Traces(file);
  }

  /** @throws AppError `conflict` when another process has the folder, `unavailable` when it cannot be used */
  static async open(folder: string): Promise<SqliteFile> {
    makeFolder(folder);
    const opened: BetterSqlite3.Database[] = [];
    try {
      const lock = lockFolder(folder);
      opened.unshift(lock);
      const file = openFile(folder);
      opened.unshift(file);
      const self = new SqliteFile(lock, file);
      await migrate(self.#db, migrations('sqlite'));
      self.#traces.remove();
      return self;
    } catch (error) {
      for (const database of opened) database.close();
      throw unusable(folder, error);
    }
  }

  /** One transaction for the whole group, one answer for each ask; an ask that fails leaves the others alone. */
  async run(asks: readonly Ask[]): Promise<Answer[]> {
    const isErasing = asks.some(erases);
    let answers: Answer[];
    try {
      answers = await this.#db.transaction().execute(async (transaction) => {
        const done: Answer[] = [];
        for (const ask of asks) done.push(await attempt(transaction, ask));
        if (isErasing) await sql.raw(Traces.note).execute(transaction);
        return done;
      });
    } catch (error) {
      // The commit itself failed, or SQLite gave the transaction up (a full disk): nothing of the group was written.
      const failed = carry(new AppError('unavailable', `The database cannot do this now: ${reasonOf(error)}`));
      return asks.map(() => ({ ok: false, error: failed }));
    }
    if (isErasing) this.#traces.onErased();
    // A large file waits for the last person to leave.
    const mayBeDue = isErasing || asks.some(({ op }) => op === 'markRoom');
    const isClean = mayBeDue ? this.#traces.removeWhenDue() : this.#traces.cut();
    return isClean ? answers : answers.map((each, index) => refuseErase(each, asks[index]));
  }

  async close(): Promise<void> {
    await this.#db.destroy();
    this.#lock.close();
  }
}

function erases(ask: Ask): boolean {
  return ask.op === 'eraseRoom' || (ask.op === 'append' && ask.emptied.length > 0);
}

/** The rows are gone, their traces not yet: that is tried again with the groups to come. */
function refuseErase(given: Answer, ask: Ask | undefined): Answer {
  if (ask?.op !== 'eraseRoom' || !given.ok) return given;
  const message = `Room ${ask.room} is erased, but another program or a full disk keeps traces of it in the file for now.`;
  return { ok: false, error: carry(new AppError('unavailable', message)) };
}

async function attempt(db: Kysely<Tables>, ask: Ask): Promise<Answer> {
  await sql`savepoint ask`.execute(db);
  try {
    const value = await answer(db, ask);
    await sql`release ask`.execute(db);
    return { ok: true, value };
  } catch (error) {
    const undo = async () => {
      await sql`rollback to ask`.execute(db);
      await sql`release ask`.execute(db);
    };
    // When SQLite gave up the whole transaction there is nothing to go back to, and the first error says why.
    await undo().catch(() => Promise.reject(error));
    return { ok: false, error: carry(translate(error)) };
  }
}
