import type BetterSqlite3 from 'better-sqlite3';
import * as z from 'zod/mini';
import { busyMs } from './files.ts';

const Checkpoint = z.array(z.object({ busy: z.number() }));
const Count = z.number();

/** Up to this size the file is rewritten at once, at about 10 ms a MiB; a larger one waits until all rooms are empty. */
const rewriteAtOnce = 16 * 1024 * 1024;

/**
 * Removes the traces of deleted rows. `secure_delete` overwrites a row in its place, but after a split or merge of pages
 * older copies of the row stay in the unused part of a page, and the write-ahead log has earlier versions of whole pages.
 * So the file is rewritten, and then the log is truncated.
 */
export class Traces {
  readonly #file: BetterSqlite3.Database;
  /** Stored in the file itself as `user_version`, so that a rewrite that is due is not forgotten in a restart. */
  #isRewriteDue: boolean;
  /** True at the start: the previous process may have died between erasing and truncating. */
  #isCutDue = true;

  constructor(file: BetterSqlite3.Database) {
    this.#file = file;
    this.#isRewriteDue = file.pragma('user_version', { simple: true }) !== 0;
  }

  /** The statement that marks deleted rows; part of the transaction that deletes them. */
  static readonly note = 'pragma user_version = 1';

  onErased(): void {
    this.#isRewriteDue = true;
    this.#isCutDue = true;
  }

  /** Removes traces if it is time; false when another program or the disk prevented it, and the caller must try again. */
  removeWhenDue(): boolean {
    if (this.#isRewriteDue && (this.#size() <= rewriteAtOnce || this.#areRoomsEmpty())) return this.remove();
    return this.cut();
  }

  /** Removes all traces, however long it takes. */
  remove(): boolean {
    return this.#rewrite() && this.cut();
  }

  /** Truncates the write-ahead log; does nothing when that is not due. */
  cut(): boolean {
    if (!this.#isCutDue) return true;
    return this.#try(() => {
      const [result] = Checkpoint.parse(this.#file.pragma('wal_checkpoint(truncate)'));
      this.#isCutDue = result?.busy !== 0;
      return !this.#isCutDue;
    });
  }

  #rewrite(): boolean {
    if (!this.#isRewriteDue) return true;
    return this.#try(() => {
      this.#file.exec('vacuum');
      this.#file.pragma('user_version = 0');
      this.#isRewriteDue = false;
      this.#isCutDue = true;
      return true;
    });
  }

  /** Runs a task without waiting for other programs; false when it failed. */
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

  #areRoomsEmpty(): boolean {
    return this.#file.prepare('select 1 from rooms where empty_since is null limit 1').get() === undefined;
  }
}
