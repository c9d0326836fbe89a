import { constants } from 'node:fs';
import { chmod, copyFile, link, mkdir, mkdtemp, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { AppError } from '@plenum/shared/core/errors';
import { codeOf } from '../failures.ts';
import { archiveNames, entriesOf, type Manifest } from './manifest.ts';
import { runProgram, withoutPassword } from './programs.ts';
import { namedIn, snapshotSqlite } from './snapshotSqlite.ts';

interface BackUpOptions {
  /** The data folder; a server may run on it. */
  readonly data: string;
  /** PostgreSQL's address; the database is in the data folder without it. */
  readonly databaseUrl?: string | undefined;
  /** The archive to write; it must not exist. */
  readonly archive: string;
  /** The version of Plenum. */
  readonly version: string;
}

/** What was written. */
interface BackedUp {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Writes the database, the files of rooms and recordings into one archive, as they are at one moment, while a server may run.
 * @throws AppError `conflict` when the archive exists, `unavailable` when a program or the disk fails
 */
export async function backUp(options: BackUpOptions): Promise<BackedUp> {
  const archive = resolve(options.archive);
  if (await exists(archive)) throw new AppError('conflict', `${archive} exists already. Choose another name.`);
  // Beside the files, so that they are linked and not copied.
  const folder = await mkdtemp(join(options.data, '.backup-'));
  try {
    await collect(options, folder);
    await collectRecordings(options.data, folder);
    const database = options.databaseUrl === undefined ? 'sqlite' : 'postgres';
    const entries = await entriesOf(folder);
    const madeAt = new Date((await stat(join(folder, archiveNames[database]))).mtimeMs).toISOString();
    const manifest: Manifest = { format: 1, plenum: options.version, madeAt, database, entries };
    await writeFile(join(folder, archiveNames.manifest), JSON.stringify(manifest, undefined, 1), { mode: 0o600 });
    await pack(folder, archive);
    return { files: entries.length - 1, bytes: (await stat(archive)).size };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * A file is there before the log names it, and its bytes never change. Files of both lists were there all the time; of the
 * others, the copied database says which ones belonged to it (decision 0152).
 */
async function collect({ data, databaseUrl }: BackUpOptions, folder: string): Promise<void> {
  const from = join(data, archiveNames.files);
  const to = join(folder, archiveNames.files);
  const before = await namesIn(from);
  for (const name of before) await take(from, to, name);
  if (databaseUrl === undefined) await snapshotSqlite(data, folder);
  else await dump(databaseUrl, folder);
  const after = await namesIn(from);
  const [early, late] = [new Set(before), new Set(after)];
  for (const name of after) if (!early.has(name)) await take(from, to, name);
  const doubtful = [...before.filter((name) => !late.has(name)), ...after.filter((name) => !early.has(name))];
  if (databaseUrl !== undefined || doubtful.length === 0) return;
  const named = namedIn(
    folder,
    doubtful.map((name) => basename(name)),
  );
  for (const name of doubtful) if (!named.has(basename(name))) await rm(join(to, name), { force: true });
}

/**
 * Copies recordings as they are on the disk. A recording that runs is still written to, so its files are copied and not linked:
 * the copy plays up to the moment of the backup, as after a crash.
 */
async function collectRecordings(data: string, folder: string): Promise<void> {
  const from = join(data, archiveNames.recordings);
  const found = await orNothing(readdir(from, { recursive: true, withFileTypes: true }));
  for (const one of found ?? []) {
    // What is being made of a recording begins with a dot, and begins again after a restart.
    if (!one.isFile() || relative(from, one.parentPath).startsWith('.')) continue;
    const file = join(one.parentPath, one.name);
    const copy = join(folder, relative(data, file));
    await mkdir(dirname(copy), { recursive: true, mode: 0o700 });
    await orNothing(copyFile(file, copy, constants.COPYFILE_FICLONE));
  }
}

/** The files of all rooms, as `room/file`; unfinished uploads are left out. */
async function namesIn(folder: string): Promise<string[]> {
  const rooms = await orNothing(readdir(folder));
  const names: string[] = [];
  for (const room of rooms ?? []) {
    for (const file of (await orNothing(readdir(join(folder, room)))) ?? []) {
      if (!file.endsWith('.part')) names.push(join(room, file));
    }
  }
  return names;
}

/** Makes a second name for a file; a file that is deleted meanwhile is left out. */
async function take(from: string, to: string, name: string): Promise<void> {
  await mkdir(dirname(join(to, name)), { recursive: true, mode: 0o700 });
  try {
    await link(join(from, name), join(to, name));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    await orNothing(copyFile(join(from, name), join(to, name)));
  }
}

async function dump(databaseUrl: string, folder: string): Promise<void> {
  const { url, env } = withoutPassword(databaseUrl);
  const file = join(folder, archiveNames.postgres);
  await runProgram('pg_dump', ['--format=custom', '--no-owner', '--no-privileges', `--file=${file}`, url], env);
}

/** Packs the folder; the archive gets its name when it is whole and on the disk. */
async function pack(folder: string, archive: string): Promise<void> {
  const unfinished = `${archive}.part`;
  try {
    await writeFile(unfinished, '', { mode: 0o600, flag: 'wx' });
    await chmod(unfinished, 0o600);
    await runProgram('tar', ['--create', '--gzip', `--file=${unfinished}`, `--directory=${folder}`, '.']);
    const handle = await open(unfinished);
    await handle.sync().finally(() => handle.close());
    await rename(unfinished, archive);
  } catch (error) {
    await rm(unfinished, { force: true });
    if (error instanceof AppError) throw error;
    throw new AppError('unavailable', `${archive} cannot be written: ${String(error)}`);
  }
}

async function exists(path: string): Promise<boolean> {
  return (await orNothing(stat(path))) !== undefined;
}

async function orNothing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
}
