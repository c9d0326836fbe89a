import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DiskFileStore, type DiskLimits } from './DiskFileStore.ts';
import type { OpenFile } from './FileStore.ts';

const room = 'room-one';
const roomy = { maxBytes: 1_000 };
const noLimits: DiskLimits = { quotaBytes: Number.POSITIVE_INFINITY, freeBytes: 0 };
let folder: string;
let store: DiskFileStore;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'plenum-files-')), 'files');
  store = await DiskFileStore.create(folder, noLimits);
});

afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

async function* bytesOf(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

async function* breaksAfter(part: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(part);
  throw new Error('the connection broke');
}

async function textOf(file: OpenFile | undefined): Promise<string | undefined> {
  if (!file) return undefined;
  let text = '';
  for await (const chunk of file.stream) text += String(chunk);
  return text;
}

it('returns a stored file under a new id, also after a restart', async () => {
  const { id, bytes } = await store.put(room, bytesOf('one ', 'two'), roomy);
  expect(id).toMatch(/^[\w-]{32}$/);
  expect(bytes).toBe(7);
  const again = await DiskFileStore.create(folder, noLimits);
  const file = await again.open(room, id);
  expect(file?.bytes).toBe(7);
  expect(await textOf(file)).toBe('one two');
  expect(await again.usage(room)).toBe(7);
  expect((await again.head(room, id, 3))?.toString()).toBe('one');
  expect((await again.head(room, id, 300))?.toString()).toBe('one two');
});

it('shares a file with another room, and each room removes its own', async () => {
  const { id } = await store.put(room, bytesOf('one'), roomy);
  await store.share(room, id, 'room-two');
  await store.share(room, id, 'room-two');
  expect(await store.usage('room-two')).toBe(3);
  await store.removeRoom(room);
  expect(await textOf(await store.open('room-two', id))).toBe('one');
  expect(await readdir(join(folder, 'room-two'))).toEqual([id]);
  await expect(store.share(room, id, 'room-three')).rejects.toMatchObject({ code: 'notFound' });
  await expect(store.share('../room', id, 'room-three')).rejects.toMatchObject({ code: 'notFound' });
});

it('has a file only in the room that stored it', async () => {
  const { id } = await store.put(room, bytesOf('one'), roomy);
  expect(await store.open('room-two', id)).toBeUndefined();
  expect(await store.head('room-two', id, 3)).toBeUndefined();
});

it('makes files readable by this user only, and stores no name', async () => {
  const { id } = await store.put(room, bytesOf('one'), roomy);
  expect((await stat(folder)).mode & 0o077).toBe(0);
  expect((await stat(join(folder, room))).mode & 0o077).toBe(0);
  expect((await stat(join(folder, room, id))).mode & 0o077).toBe(0);
});

it.each(['../../secret', '..', '.', '', 'a/b', `${'x'.repeat(31)}/`, `${'x'.repeat(32)}.part`])(
  'has no file called %j',
  async (id) => {
    await writeFile(join(folder, '..', 'secret'), 'secret');
    await store.put(room, bytesOf('one'), roomy);
    expect(await store.open(room, id)).toBeUndefined();
    expect(await store.head(room, id, 10)).toBeUndefined();
    await store.remove(room, id);
    expect(await readFile(join(folder, '..', 'secret'), 'utf8')).toBe('secret');
    expect(await readdir(join(folder, room))).toHaveLength(1);
  },
);

it('refuses a room that is a path', async () => {
  await expect(store.put('../out', bytesOf('one'), roomy)).rejects.toMatchObject({ code: 'notFound' });
  await expect(store.removeRoom('..')).rejects.toMatchObject({ code: 'notFound' });
  expect(await readdir(join(folder, '..'))).toEqual(['files']);
});

it.each([
  ['too much', bytesOf('x'.repeat(600), 'x'.repeat(600)), roomy, { code: 'invalid' }],
  ['nothing', bytesOf(), roomy, { code: 'invalid' }],
  ['more than the room may have', bytesOf('12345'), { maxBytes: 10, quotaBytes: 7 }, { code: 'full' }],
  ['a source that breaks', breaksAfter('12345'), roomy, { message: 'the connection broke' }],
])('leaves nothing of %s', async (_title, source, limits, error) => {
  await store.put(room, bytesOf('one'), roomy);
  await expect(store.put(room, source, limits)).rejects.toMatchObject(error);
  expect(await readdir(join(folder, room))).toHaveLength(1);
  expect(await store.usage(room)).toBe(3);
});

it('counts unfinished uploads, so that two at once do not exceed the quota together', async () => {
  const limits = { maxBytes: 10, quotaBytes: 10 };
  const puts = await Promise.allSettled([1, 2, 3].map(() => store.put(room, bytesOf('123', '456'), limits)));
  expect(puts.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
  expect(await store.usage(room)).toBeLessThanOrEqual(10);
});

it('removes a file once, and frees its bytes', async () => {
  const { id } = await store.put(room, bytesOf('one'), roomy);
  await store.remove(room, id);
  await store.remove(room, id);
  expect(await store.open(room, id)).toBeUndefined();
  expect(await store.usage(room)).toBe(0);
});

it('removes a room and leaves the others', async () => {
  await store.put(room, bytesOf('one'), roomy);
  const { id } = await store.put('room-two', bytesOf('two'), roomy);
  await store.removeRoom(room);
  await store.removeRoom(room);
  expect(await readdir(folder)).toEqual(['room-two']);
  expect(await store.usage(room)).toBe(0);
  expect(await textOf(await store.open('room-two', id))).toBe('two');
});

it('removes files at the start that a crash left unfinished', async () => {
  await mkdir(join(folder, room));
  await writeFile(join(folder, room, 'half.part'), 'half');
  await DiskFileStore.create(folder, noLimits);
  expect(await readdir(join(folder, room))).toEqual([]);
});

it('throws a readable error when the disk fails', async () => {
  await rm(folder, { recursive: true });
  await writeFile(folder, 'a file where the folder was');
  await expect(store.put(room, bytesOf('one'), roomy)).rejects.toMatchObject({ code: 'unavailable' });
});

it('keeps the quota of all files together, and takes more when some are removed', async () => {
  const small: DiskLimits = { quotaBytes: 10, freeBytes: 0 };
  const full = await DiskFileStore.create(folder, small);
  const { id } = await full.put(room, bytesOf('123456'), roomy);
  await full.share(room, id, 'room-two');
  await full.put('room-two', bytesOf('7890'), roomy);
  expect(await full.shortage()).toBe('quota');
  await expect(full.put('room-three', bytesOf('1'), roomy)).rejects.toMatchObject({ code: 'full' });
  expect(await (await DiskFileStore.create(folder, small)).shortage()).toBe('quota');
  // Two rooms have it: its bytes are free only when both have removed it.
  await full.remove(room, id);
  expect(await full.shortage()).toBe('quota');
  await full.removeRoom('room-two');
  expect(await full.shortage()).toBeUndefined();
  await expect(full.put(room, bytesOf('12345', '678901'), roomy)).rejects.toMatchObject({ code: 'full' });
  expect(await readdir(join(folder, room))).toEqual([]);
  await full.put(room, bytesOf('1234567890'), roomy);
});

it('leaves space free on the disk, also during an upload', async () => {
  let free = 100;
  const store = await DiskFileStore.create(folder, { ...noLimits, freeBytes: 50, readFree: async () => free });
  async function* filling(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(1024 * 1024);
    free = 49;
    for (let count = 0; count < 10; count += 1) yield Buffer.alloc(1024 * 1024);
  }
  await expect(store.put(room, filling(), { maxBytes: 1024 ** 3 })).rejects.toMatchObject({ code: 'full' });
  expect(await readdir(join(folder, room))).toEqual([]);
  expect(await store.shortage()).toBe('disk');
  // A full disk counts before a full quota: it stops more than uploads.
  const both = await DiskFileStore.create(folder, { quotaBytes: 0, freeBytes: 50, readFree: async () => free });
  expect(await both.shortage()).toBe('disk');
  free = 50;
  expect(await store.shortage()).toBeUndefined();
});
