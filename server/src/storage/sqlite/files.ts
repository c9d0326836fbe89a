import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@plenum/shared/core/errors';
import BetterSqlite3 from 'better-sqlite3';
import { codeOf, reasonOf } from '../failures.ts';

/** How long we wait for another program (a backup, a shell) that uses the file, in ms. */
export const busyMs = 2_000;

/**
 * Locks the data folder for this process until the lock is closed or the process ends, in whatever way.
 * @throws AppError `conflict` when another Plenum has it
 */
export function lockFolder(folder: string): BetterSqlite3.Database {
  // A lock of the operating system, through SQLite: unlike a file with a process id, it cannot stay behind.
  const lock = new BetterSqlite3(join(folder, 'plenum.lock'), { timeout: 0 });
  try {
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (!(error instanceof BetterSqlite3.SqliteError) || error.code !== 'SQLITE_BUSY') throw error;
    throw new AppError(
      'conflict',
      `Another Plenum uses this data folder (${folder}). Stop it, or start this one with another folder.`,
    );
  }
}

/** Makes the folder, readable by this user only. @throws AppError `unavailable` when that fails */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(folder, error);
  }
}

/** Opens `plenum.db` with full sync, and with overwriting of deleted rows. Call it with the lock held. */
export function openFile(folder: string): BetterSqlite3.Database {
  const path = join(folder, 'plenum.db');
  // SQLite gives its side files the permissions of this file.
  closeSync(openSync(path, 'a', 0o600));
  const file = new BetterSqlite3(path, { timeout: busyMs });
  const mode = file.pragma('journal_mode = wal', { simple: true });
  if (mode !== 'wal') throw new AppError('unavailable', `The file system of ${folder} cannot hold the database.`);
  // In WAL mode better-sqlite3 starts with NORMAL, which loses the last commits in a power cut.
  file.pragma('synchronous = full');
  file.pragma('fullfsync = on');
  file.pragma('checkpoint_fullfsync = on');
  file.pragma('foreign_keys = on');
  file.pragma('secure_delete = on');
  return file;
}

/** Opens a database to read from it, beside a server that may write to it; undefined when there is none. */
export function openToRead(path: string): BetterSqlite3.Database | undefined {
  if (!existsSync(path)) return undefined;
  return new BetterSqlite3(path, { readonly: true, timeout: busyMs });
}

/** Checks the whole of `plenum.db`; returns the damage, or undefined. */
export function inspectFile(folder: string): string | undefined {
  const file = new BetterSqlite3(join(folder, 'plenum.db'), { readonly: true, timeout: busyMs });
  try {
    const said: unknown = file.pragma('quick_check(1)', { simple: true });
    return said === 'ok' ? undefined : String(said);
  } catch (error) {
    if (/^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(codeOf(error))) return reasonOf(error);
    throw error;
  } finally {
    file.close();
  }
}

/** The error of a folder that cannot be used, in words for the operator; any other error is returned unchanged. */
export function unusable(folder: string, error: unknown): unknown {
  if (error instanceof AppError || codeOf(error) === '') return error;
  return new AppError(
    'unavailable',
    `The data folder ${folder} cannot be used: ${reasonOf(error)}. Make it writable for this user, or choose another.`,
  );
}
