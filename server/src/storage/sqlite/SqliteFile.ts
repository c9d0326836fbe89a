import type BetterSqlite3 from 'better-sqlite3';
import { AppError } from '@plenum/shared/core/errors';
import { type Kysely, sql } from 'kysely';
import * as z from 'zod/mini';
import type { Ask } from '../Desk.ts';
import { carry, translate } from '../failures.ts';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations/list.ts';
import { answer } from '../repository.ts';
import type { Tables } from '../schema.ts';
import { sqliteQueries } from './dialect.ts';
import { busyMs, lockFolder, makeFolder, openFile, unusable } from './files.ts';
import type { Answer } from './protocol.ts';

const Checkpoint = z.array(z.object({ busy: z.number() }));

/** The database file, in the thread that owns it. Groups run one after another. */
export class SqliteFile {
  readonly #lock: BetterSqlite3.Database;
  readonly #file: BetterSqlite3.Database;
  readonly #db: Kysely<Tables>;
  /**
   * True from an erasing until the write-ahead log, which still has what was erased, is cut to nothing. True at the
   * start too: the process before may have died in between.
   */
  #tracesLeft = true;

  private constructor(lock: BetterSqlite3.Database, file: BetterSqlite3.Database) {
    this.#lock = lock;
    this.#file = file;
    this.#db = sqliteQueries(file);
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
      return self;
    } catch (error) {
      for (const database of opened) database.close();
      throw error instanceof AppError ? error : unusable(folder, error);
    }
  }

  /** One transaction for the whole group, one answer for each ask; an ask that fails leaves the others alone. */
  async run(asks: readonly Ask[]): Promise<Answer[]> {
    let answers: Answer[];
    try {
      answers = await this.#db.transaction().execute(async (transaction) => {
        const done: Answer[] = [];
        for (const ask of asks) done.push(await attempt(transaction, ask));
        return done;
      });
    } catch (error) {
      // The commit itself failed, or SQLite gave the transaction up (a full disk): nothing of the group was written.
      const reason = error instanceof Error ? error.message : String(error);
      const failed = carry(new AppError('unavailable', `The database cannot do this now: ${reason}`));
      return asks.map(() => ({ ok: false, error: failed }));
    }
    if (asks.some((ask) => ask.op === 'eraseRoom')) this.#tracesLeft = true;
    if (this.#tracesLeft && !this.#cutLog()) return answers.map((each, index) => refuseErase(each, asks[index]));
    return answers;
  }

  async close(): Promise<void> {
    await this.#db.destroy();
    this.#lock.close();
  }

  #cutLog(): boolean {
    try {
      // Whoever reads the file now is not waited for: the next group tries again.
      this.#file.pragma('busy_timeout = 0');
      const [result] = Checkpoint.parse(this.#file.pragma('wal_checkpoint(truncate)'));
      this.#tracesLeft = result?.busy !== 0;
    } catch {
      this.#tracesLeft = true;
    } finally {
      this.#file.pragma(`busy_timeout = ${busyMs}`);
    }
    return !this.#tracesLeft;
  }
}

/** The rows are gone but another program reads an older state of the file: the log is cut as soon as it stops. */
function refuseErase(given: Answer, ask: Ask | undefined): Answer {
  if (ask?.op !== 'eraseRoom' || !given.ok) return given;
  const message = `Room ${ask.room} is erased, but another program holds on to an old state of the database.`;
  return { ok: false, error: carry(new AppError('unavailable', message)) };
}

async function attempt(transaction: Kysely<Tables>, ask: Ask): Promise<Answer> {
  await sql`savepoint ask`.execute(transaction);
  try {
    const value = await answer(transaction, ask);
    await sql`release ask`.execute(transaction);
    return { ok: true, value };
  } catch (error) {
    await sql`rollback to ask`.execute(transaction);
    await sql`release ask`.execute(transaction);
    return { ok: false, error: carry(translate(error)) };
  }
}
