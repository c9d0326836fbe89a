import type BetterSqlite3 from 'better-sqlite3';
import * as z from 'zod/mini';
import { busyMs } from './files.ts';

const Checkpoint = z.array(z.object({ busy: z.number() }));
const Count = z.number();

/** Up to this size the file is rewritten at once, which takes some 10 ms a MiB; a larger one waits for an empty house. */
const rewriteAtOnce = 16 * 1024 * 1024;

/**
 * What is left of rows that were deleted, and its removal. `secure_delete` overwrites rows where they lie, but when
 * pages were split or merged before, older copies of rows lie in the unused part of a page, and the write-ahead log has
 * whole pages as they were: so the file is rewritten, then the log is cut to nothing.
 */
export class Traces {
  readonly #file: BetterSqlite3.Database;
  /** Kept in the file itself as `user_version`, so that a rewrite that is owed is not forgotten in a restart. */
  #rewriteOwed: boolean;
  /** True at the start too: the process before may have died between erasing and cutting. */
  #cutOwed = true;

  constructor(file: BetterSqlite3.Database) {
    this.#file = file;
    this.#rewriteOwed = file.pragma('user_version', { simple: true }) !== 0;
  }

  /** Notes that rows were deleted; part of the transaction that deletes them. */
  static readonly note = 'pragma user_version = 1';

  onErased(): void {
    this.#rewriteOwed = true;
    this.#cutOwed = true;
  }

  /** False when another program kept us from it, or the disk: to be tried again. */
  removeWhenDue(): boolean {
    if (this.#rewriteOwed && (this.#size() <= rewriteAtOnce || this.#isHouseEmpty())) return this.remove();
    return this.cut();
  }

  /** However long it takes. */
  remove(): boolean {
    return this.#rewrite() && this.cut();
  }

  /** Cheap when nothing is owed. */
  cut(): boolean {
    if (!this.#cutOwed) return true;
    return this.#try(() => {
      const [result] = Checkpoint.parse(this.#file.pragma('wal_checkpoint(truncate)'));
      this.#cutOwed = result?.busy !== 0;
      return !this.#cutOwed;
    });
  }

  #rewrite(): boolean {
    if (!this.#rewriteOwed) return true;
    return this.#try(() => {
      this.#file.exec('vacuum');
      this.#file.pragma('user_version = 0');
      this.#rewriteOwed = false;
      this.#cutOwed = true;
      return true;
    });
  }

  /** Whoever uses the file now is not waited for. */
  #try(task: () => boolean): boolean {
    try {
      this.#file.pragma('busy_timeout = 0');
      return task();
    } catch {
      return false;
    } finally {
      this.#file.pragma(`busy_timeout = ${busyMs}`);
    }
  }

  #size(): number {
    const [pages, bytes] = ['page_count', 'page_size'].map((name) =>
      Count.parse(this.#file.pragma(name, { simple: true })),
    );
    return (pages ?? 0) * (bytes ?? 0);
  }

  #isHouseEmpty(): boolean {
    return this.#file.prepare('select 1 from rooms where empty_since is null limit 1').get() === undefined;
  }
}
