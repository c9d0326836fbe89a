import { mkdir, mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '@plenum/shared/core/errors';
import { openStore } from '../openStore.ts';
import { inspectFile } from '../sqlite/files.ts';
import { archiveNames, differences, entriesOf, Manifest } from './manifest.ts';
import { runProgram, withoutPassword } from './programs.ts';

interface RestoreOptions {
  readonly archive: string;
  /** The data folder: empty, or made. */
  readonly data: string;
  /** PostgreSQL's address, of a database without tables. */
  readonly databaseUrl?: string | undefined;
}

/**
 * Checks an archive and unpacks it into an empty data folder, and opens the database once, which brings its tables up to date.
 * @throws AppError `conflict` when there is data already, `invalid` when the archive is damaged or of another database
 */
export async function restore({ archive, data, databaseUrl }: RestoreOptions): Promise<Manifest> {
  await mkdir(data, { recursive: true, mode: 0o700 });
  await requireEmpty(data, databaseUrl);
  const folder = await mkdtemp(join(data, '.restore-'));
  try {
    await runProgram('tar', [
      '--extract',
      '--gzip',
      '--no-same-owner',
      `--file=${resolve(archive)}`,
      `--directory=${folder}`,
    ]);
    const manifest = await check(folder, databaseUrl);
    if (databaseUrl === undefined) await rename(join(folder, archiveNames.sqlite), join(data, archiveNames.sqlite));
    else await load(databaseUrl, folder);
    const unpacked = await readdir(folder);
    for (const name of [archiveNames.files, archiveNames.recordings]) {
      if (unpacked.includes(name)) await rename(join(folder, name), join(data, name));
    }
    const handle = await open(data);
    await handle.sync().finally(() => handle.close());
    await (await openStore({ data, databaseUrl, onUnreadable: () => undefined })).close();
    return manifest;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Checks that the archive has what its table of contents says, and nothing else. */
async function check(folder: string, databaseUrl: string | undefined): Promise<Manifest> {
  const text = await readFile(join(folder, archiveNames.manifest), 'utf8').catch(() => undefined);
  const manifest = Manifest.safeParse(text === undefined ? undefined : parsed(text));
  if (!manifest.success) throw new AppError('invalid', 'This is no backup of Plenum, or of a newer version.');
  const [wanted, needs] = [manifest.data.database, databaseUrl === undefined ? 'sqlite' : 'postgres'];
  if (wanted !== needs) {
    const words =
      wanted === 'postgres' ? 'Set PLENUM_DATABASE_URL to an empty database.' : 'Unset PLENUM_DATABASE_URL.';
    throw new AppError('invalid', `This is a backup of ${wanted === 'postgres' ? 'PostgreSQL' : 'SQLite'}. ${words}`);
  }
  const damaged = differences(manifest.data.entries, await entriesOf(folder));
  if (damaged.length > 0) {
    throw new AppError('invalid', `The backup is damaged; ${damaged.length} of its files differ, ${damaged[0]} first.`);
  }
  const damage = wanted === 'sqlite' ? inspectFile(folder) : undefined;
  if (damage !== undefined) throw new AppError('invalid', `The database of the backup is damaged: ${damage}`);
  return manifest.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function requireEmpty(data: string, databaseUrl: string | undefined): Promise<void> {
  const present = await readdir(data);
  if ([archiveNames.sqlite, archiveNames.files, archiveNames.recordings].some((name) => present.includes(name))) {
    throw new AppError('conflict', `${data} has data already. Restore into a new folder (PLENUM_DATA).`);
  }
  if (databaseUrl === undefined) return;
  const { url, env } = withoutPassword(databaseUrl);
  const count = "select count(*) from information_schema.tables where table_schema = 'public'";
  const tables = await runProgram('psql', ['--no-psqlrc', '--tuples-only', '--no-align', '--command', count, url], env);
  if (Number(tables) > 0) throw new AppError('conflict', 'The database has tables already. Restore into an empty one.');
}

async function load(databaseUrl: string, folder: string): Promise<void> {
  const { url, env } = withoutPassword(databaseUrl);
  const options = ['--no-owner', '--no-privileges', '--exit-on-error', '--single-transaction', `--dbname=${url}`];
  await runProgram('pg_restore', [...options, join(folder, archiveNames.postgres)], env);
}
