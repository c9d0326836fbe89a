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
  throw new Error('the line broke');
}

async function textOf(file: OpenFile | undefined): Promise<string | undefined> {
  if (!file) return undefined;
  let text = '';
  for await (const chunk of file.stream) text += String(chunk);
  return text;
}

it('gives back what was put, under an id of its own, also after a restart', async () => {
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

it('shares a file with another room, and each room loses its own alone', async () => {
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

it('has a file in its own room only', async () => {
  const { id } = await store.put(room, bytesOf('one'), roomy);
  expect(await store.open('room-two', id)).toBeUndefined();
  expect(await store.head('room-two', id, 3)).toBeUndefined();
});

it('lets nobody else on the machine read, and keeps no name', async () => {
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
  ['a source that breaks', breaksAfter('12345'), roomy, { message: 'the line broke' }],
])('leaves nothing of %s', async (_title, source, limits, error) => {
  await store.put(room, bytesOf('one'), roomy);
  await expect(store.put(room, source, limits)).rejects.toMatchObject(error);
  expect(await readdir(join(folder, room))).toHaveLength(1);
  expect(await store.usage(room)).toBe(3);
});

it('counts what is still being written, so that two uploads at once do not pass the quota together', async () => {
  const limits = { maxBytes: 10, quotaBytes: 10 };
  const puts = await Promise.allSettled([1, 2, 3].map(() => store.put(room, bytesOf('123', '456'), limits)));
  expect(puts.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
  expect(await store.usage(room)).toBeLessThanOrEqual(10);
});

it('removes a file once, and frees what it took', async () => {
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

it('forgets at start what a crash cut short', async () => {
  await mkdir(join(folder, room));
  await writeFile(join(folder, room, 'half.part'), 'half');
  await DiskFileStore.create(folder, noLimits);
  expect(await readdir(join(folder, room))).toEqual([]);
});

it('says so in words when the disk refuses', async () => {
  await rm(folder, { recursive: true });
  await writeFile(folder, 'a file where the folder was');
  await expect(store.put(room, bytesOf('one'), roomy)).rejects.toMatchObject({ code: 'unavailable' });
});

it('keeps no more than all files together may take, and takes more once some are gone', async () => {
  const small: DiskLimits = { quotaBytes: 10, freeBytes: 0 };
  const full = await DiskFileStore.create(folder, small);
  const { id } = await full.put(room, bytesOf('123456'), roomy);
  await full.share(room, id, 'room-two');
  await full.put('room-two', bytesOf('7890'), roomy);
  expect(await full.shortage()).toBe('quota');
  await expect(full.put('room-three', bytesOf('1'), roomy)).rejects.toMatchObject({ code: 'full' });
  expect(await (await DiskFileStore.create(folder, small)).shortage()).toBe('quota');
  // Two rooms have it: the bytes are free only when both have lost it.
  await full.remove(room, id);
  expect(await full.shortage()).toBe('quota');
  await full.removeRoom('room-two');
  expect(await full.shortage()).toBeUndefined();
  await expect(full.put(room, bytesOf('12345', '678901'), roomy)).rejects.toMatchObject({ code: 'full' });
  expect(await readdir(join(folder, room))).toEqual([]);
  await full.put(room, bytesOf('1234567890'), roomy);
});

it('leaves space free on the disk, also while a file comes in', async () => {
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
  // A full disk is more than a full quota: it ends more than uploads.
  const both = await DiskFileStore.create(folder, { quotaBytes: 0, freeBytes: 50, readFree: async () => free });
  expect(await both.shortage()).toBe('disk');
  free = 50;
  expect(await store.shortage()).toBeUndefined();
});
