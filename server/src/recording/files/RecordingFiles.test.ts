import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { plainFiles, RecordingFiles } from './RecordingFiles.ts';
import { RecordingKeys } from './RecordingKeys.ts';
import { chunkExtraBytes, fileHeadBytes } from './sealing.ts';

const [first, second] = [randomBytes(32).toString('base64'), randomBytes(32).toString('hex')];
const sealed = new RecordingFiles(new RecordingKeys([first]));

let root: string;
let path: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plenum-sealed-'));
  mkdirSync(join(root, 'one', 'streams'), { recursive: true });
  path = join(root, 'one', 'streams', '0001.webm');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(parts: readonly Buffer[], { isComplete = true, files = sealed, at = path } = {}): Buffer {
  const file = files.create(at);
  for (const part of parts) file.append(part);
  if (isComplete) file.complete();
  file.close();
  return Buffer.concat(parts);
}

async function range(start: number, end: number, files = sealed, at = path): Promise<Buffer> {
  const file = await files.open(at);
  try {
    const parts: Buffer[] = [];
    for await (const part of await file.stream(start, end)) parts.push(part as Buffer);
    return Buffer.concat(parts);
  } finally {
    await file.close();
  }
}

const texts = (count: number) =>
  Array.from({ length: count }, (_, index) => Buffer.from(`the voice of Ana, part ${index};`));

it('reads any range of what was written, in the background and at once, complete or not', async () => {
  const parts = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 30 });
  const places = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(parts, places, fc.boolean(), fc.boolean(), async (list, asked, isComplete, isSealed) => {
      rmSync(path, { force: true });
      const files = isSealed ? sealed : plainFiles;
      const content = write(
        list.map((part) => Buffer.from(part)),
        { isComplete, files },
      );
      const opened = files.read(path);
      expect(opened.size).toBe(content.length);
      for (const [a, b] of asked) {
        const start = a % content.length;
        const end = start + (b % content.length);
        expect((await range(start, end, files)).equals(content.subarray(start, end + 1))).toBe(true);
        expect(opened.read(start, end + 1 - start).equals(content.subarray(start, end + 1))).toBe(true);
      }
      opened.close();
    }),
    { numRuns: 60 },
  );
});

it('[RK12] leaves nothing that can be read on the disk, and takes no more of it than it says', () => {
  const content = write(texts(50));
  const { file, append } = sealed.extra;
  const disk = readFileSync(path);
  for (const part of ['Ana', 'voice', 'part 7']) expect(disk.includes(part)).toBe(false);
  expect(disk.length).toBeGreaterThan(content.length);
  expect(disk.length).toBeLessThanOrEqual(content.length + file + 50 * append);
});

it('[RK12] is read by the key that it names, whichever is the first; without it says so and stays as it is', async () => {
  const content = write(texts(3));
  const before = readFileSync(path);
  const turned = new RecordingFiles(new RecordingKeys([second, first]));
  expect((await range(0, content.length, turned)).equals(content)).toBe(true);
  const words = { code: 'unavailable', bound: 'key' };
  await expect(plainFiles.open(path)).rejects.toMatchObject({ ...words, message: /the server has no key/ });
  await expect(new RecordingFiles(new RecordingKeys([second])).open(path)).rejects.toMatchObject(words);
  expect(() => plainFiles.edit(path)).toThrow('PLENUM_RECORDING_KEY');
  expect(readFileSync(path).equals(before)).toBe(true);
});

it('reads files that were written before there was a key', async () => {
  const content = write(texts(3), { files: plainFiles });
  expect((await range(0, content.length)).equals(content)).toBe(true);
});

it('[RK12] refuses a part with a changed byte, with words, and reads the others', async () => {
  const parts = texts(20);
  write(parts);
  const whole = readFileSync(path);
  const length = parts[0]?.length ?? 0;
  for (const inPart of [0, 5, 9, 20, length + chunkExtraBytes - 1]) {
    const changed = Buffer.from(whole);
    const at = fileHeadBytes + 3 * (length + chunkExtraBytes) + inPart;
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(path, changed);
    // The kind and the length of a chunk stand in the table at the end, too: the copy in its head is not needed.
    const reading = range(3 * length, 4 * length - 1);
    if (inPart < 5) await expect(reading).resolves.toEqual(parts[3]);
    else await expect(reading).rejects.toMatchObject({ bound: 'damaged', message: /Part 4 of a file/ });
    await expect(range(2 * length, 3 * length - 1)).resolves.toEqual(parts[2]);
  }
});

it('refuses parts in another place, of another file, and a file in the place of another', async () => {
  const parts = texts(6);
  write(parts);
  const other = join(root, 'one', 'streams', '0002.webm');
  write(parts, { at: other });
  const [own, foreign] = [readFileSync(path), readFileSync(other)];
  const length = (parts[0]?.length ?? 0) + chunkExtraBytes;
  const [a, b] = [fileHeadBytes + length, fileHeadBytes + 2 * length];
  const swapped = Buffer.from(own);
  own.copy(swapped, a, b, b + length);
  own.copy(swapped, b, a, a + length);
  writeFileSync(path, swapped);
  await expect(range(0, 200)).rejects.toMatchObject({ bound: 'damaged' });
  const mixed = Buffer.from(own);
  foreign.copy(mixed, a, a, a + length);
  writeFileSync(path, mixed);
  await expect(range(0, 200)).rejects.toMatchObject({ bound: 'damaged' });
  writeFileSync(path, foreign);
  await expect(range(0, 200)).rejects.toMatchObject({ bound: 'damaged' });
  // A cut writes the file beside, and it takes its place with the folder.
  mkdirSync(join(root, 'one.cut', 'streams'), { recursive: true });
  write(parts, { at: join(root, 'one.cut', 'streams', '0003.webm') });
  const moved = join(root, 'one', 'streams', '0003.webm');
  writeFileSync(moved, readFileSync(join(root, 'one.cut', 'streams', '0003.webm')));
  await expect(range(0, 10, sealed, moved)).resolves.toHaveLength(11);
});

it('knows a file that lost its end, wherever it was cut off', async () => {
  const content = write(texts(12));
  const whole = readFileSync(path);
  for (let left = fileHeadBytes; left < whole.length; left += 7) {
    truncateSync(path, left);
    const file = await sealed.open(path);
    expect(file.isWhole, `${left}`).toBe(false);
    await file.close();
    writeFileSync(path, whole);
  }
  expect((await range(0, content.length)).equals(content)).toBe(true);
});

it('goes on after a crash that cut a part short, and after an end', async () => {
  const parts = texts(4);
  write(parts, { isComplete: false });
  appendFileSync(path, readFileSync(path).subarray(fileHeadBytes, fileHeadBytes + 20));
  const more = [Buffer.from('more'), Buffer.from('and more')];
  for (const part of more) {
    const file = sealed.edit(path);
    file.append(part);
    file.complete();
    file.close();
  }
  const all = Buffer.concat([...parts, ...more]);
  const file = await sealed.open(path);
  expect(file).toMatchObject({ isWhole: true, size: all.length });
  await file.close();
  expect((await range(0, all.length)).equals(all)).toBe(true);
});

it('takes a file that was made elsewhere, encrypted where there is a key, and gives its content back', async () => {
  const content = randomBytes(1_300_000);
  for (const files of [sealed, plainFiles]) {
    const [made, kept, back] = ['made.webm', join('one', 'copies', 'recording.webm'), 'back.webm'].map((name) =>
      join(root, name),
    );
    if (made === undefined || kept === undefined || back === undefined) throw new Error('Three paths are needed.');
    mkdirSync(join(root, 'one', 'copies'), { recursive: true });
    writeFileSync(made, content);
    await files.take(made, kept);
    expect(existsSync(made)).toBe(false);
    expect(readFileSync(kept).includes(content.subarray(700_000, 700_032))).toBe(files === plainFiles);
    expect((await range(600_000, 600_099, files, kept)).equals(content.subarray(600_000, 600_100))).toBe(true);
    expect(await files.plain(kept, back)).toBe(files === plainFiles ? kept : back);
    expect(readFileSync(files === plainFiles ? kept : back).equals(content)).toBe(true);
    if (files === plainFiles) continue;
    // The copy of another recording, under the same name.
    const foreign = join(root, 'two', 'copies', 'recording.webm');
    mkdirSync(join(root, 'two', 'copies'), { recursive: true });
    cpSync(kept, foreign);
    await expect(range(0, 10, sealed, foreign)).rejects.toMatchObject({ code: 'unavailable' });
    rmSync(back);
  }
});
