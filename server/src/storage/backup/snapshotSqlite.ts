import { join } from 'node:path';
import { AppError } from '@plenum/shared/core/errors';
import { openToRead } from '../sqlite/files.ts';
import { archiveNames } from './manifest.ts';

/** Copies the database as it is at one moment, while a server may write to it. @throws AppError `notFound` without one */
export async function snapshotSqlite(data: string, folder: string): Promise<void> {
  const file = openToRead(join(data, archiveNames.sqlite));
  if (!file) throw new AppError('notFound', `There is no database in ${data}. Set PLENUM_DATA to the data folder.`);
  try {
    // All pages in one step: a copy in several steps begins anew after each commit of the server.
    await file.backup(join(folder, archiveNames.sqlite), { progress: () => 0x7f_ff_ff_ff });
  } finally {
    file.close();
  }
}

/** Returns which of these files an entry or a snapshot of a copied database names. */
export function namedIn(folder: string, ids: readonly string[]): Set<string> {
  const file = openToRead(join(folder, archiveNames.sqlite));
  if (!file) return new Set();
  try {
    const inLog = file.prepare('select 1 from log where instr(payload, ?) limit 1');
    const inSnapshots = file.prepare('select 1 from snapshots where instr(states, ?) limit 1');
    const isNamed = (id: string) => inLog.get(id) !== undefined || inSnapshots.get(id) !== undefined;
    return new Set(ids.filter(isNamed));
  } finally {
    file.close();
  }
}
