import type BetterSqlite3 from 'better-sqlite3';
import { AppError } from '@plenum/shared/core/errors';
import { type Kysely, sql } from 'kysely';
import { carry, reasonOf, translate } from '../failures.ts';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations/list.ts';
import type { TracesLeft } from '../procedures/procedure.ts';
import { execute, tracesOf } from '../Questions.ts';
import type { Tables } from '../schema.ts';
import { sqliteQueries } from './dialect.ts';
import { lockFolder, makeFolder, openFile, unusable } from './files.ts';
import type { Answer, Calls, UnreadableRow } from './protocol.ts';
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

  /** Runs one transaction for the whole group, and returns one answer for each part; a failed part leaves the others intact. */
  async run(asked: readonly Calls[]): Promise<Answer[]> {
    let parts: Part[];
    try {
      parts = await this.#db.transaction().execute(async (transaction) => {
        const done: Part[] = [];
        for (const calls of asked) done.push(await attempt(transaction, calls));
        if (done.some(erases)) await sql.raw(Traces.note).execute(transaction);
        return done;
      });
    } catch (error) {
      // The commit failed, or SQLite gave up the transaction (a full disk): nothing of the group was written.
      const failed = carry(new AppError('unavailable', `The database cannot do this now: ${reasonOf(error)}`));
      return asked.map(() => ({ ok: false, error: failed }));
    }
    const isErasing = parts.some(erases);
    if (isErasing) this.#traces.onErased();
    // A large file waits until the last room is empty.
    const mayBeDue = isErasing || parts.some(({ traces }) => traces.includes('due'));
    const isClean = mayBeDue ? this.#traces.removeWhenDue() : this.#traces.cut();
    return parts.map(({ answer, traces }) => (isClean || !traces.includes('removed') ? answer : unclean()));
  }

  async close(): Promise<void> {
    await this.#db.destroy();
    this.#lock.close();
  }
}

/** Calls of one transaction part, their results, and what they leave of deleted rows. */
interface Part {
  readonly answer: Answer;
  readonly traces: readonly TracesLeft[];
}

function erases({ traces }: Part): boolean {
  return traces.includes('left') || traces.includes('removed');
}

/** The error when the rows are deleted and their traces are not: later groups try again. */
function unclean(): Answer {
  const message = 'This is erased, but another program or a full disk keeps traces of it in the file for now.';
  return { ok: false, error: carry(new AppError('unavailable', message)) };
}

async function attempt(db: Kysely<Tables>, calls: Calls): Promise<Part> {
  await sql`savepoint ask`.execute(db);
  try {
    const unreadable: UnreadableRow[] = [];
    const onUnreadable = (room: string, seq: number, error: unknown) =>
      void unreadable.push({ room, seq, error: carry(error) });
    const outputs = await execute(db, calls, onUnreadable);
    const traces = tracesOf(calls);
    await sql`release ask`.execute(db);
    return { answer: { ok: true, outputs, unreadable }, traces };
  } catch (error) {
    const undo = async () => {
      await sql`rollback to ask`.execute(db);
      await sql`release ask`.execute(db);
    };
    // When SQLite gave up the whole transaction there is nothing to roll back, and the first error says why.
    await undo().catch(() => Promise.reject(error));
    return { answer: { ok: false, error: carry(translate(error)) }, traces: [] };
  }
}
