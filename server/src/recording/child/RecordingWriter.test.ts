import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { plainFiles } from '../files/RecordingFiles.ts';
import { RecordingFolder } from '../RecordingFolder.ts';
import { RecordingWriter } from './RecordingWriter.ts';
import type { Word } from './wire.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plenum-writer-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function bytesIn(folder: string): number {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.map((name) => statSync(join(folder, name))).reduce((sum, one) => sum + (one.isFile() ? one.size : 0), 0);
}

/** A packet of sound: 20 ms of so many bytes. */
function packet(number: number, length: number): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt8(0x80, 0);
  head.writeUInt8(111, 1);
  head.writeUInt16BE(number & 0xffff, 2);
  head.writeUInt32BE((number * 960) >>> 0, 4);
  head.writeUInt32BE(7, 8);
  return Buffer.concat([head, Buffer.from([0xf8]), Buffer.alloc(length, number)]);
}

const open = { do: 'open', member: 'ana', codec: 'opus', origin: 0 } as const;

it('[RC6] writes at most the bytes that it was granted, to the last one, and keeps what there is', async () => {
  for (const length of [3, 60, 400]) {
    const folder = join(root, `with-${length}`);
    const words: Word[] = [];
    const writer = RecordingWriter.open(folder, (word) => words.push(word), plainFiles);
    const upTo = 60_000;
    writer.grant(upTo);
    for (const id of [1, 2]) writer.open({ ...open, id, folder, source: id === 1 ? 'mic' : 'screenAudio' });
    const failed = () => words.some((word) => word.is === 'failed');
    for (let number = 1; number < 40_000 && !failed(); number += 1) {
      for (const id of [1, 2]) writer.packet(id, number * 20, packet(number, length));
      if (number % 50 === 0)
        writer.line('log.jsonl', JSON.stringify({ is: 'event', at: number * 20, name: 'x', payload: 'y' }));
      if (number % 50 === 0) writer.rest(number * 20);
    }
    expect(words.find((word) => word.is === 'failed')).toMatchObject({ why: 'limit' });
    writer.finish();
    const bytes = bytesIn(folder);
    expect(bytes, `${length}`).toBeLessThanOrEqual(upTo);
    // Little of it is left unused.
    expect(bytes, `${length}`).toBeGreaterThan(upTo * 0.7);
    const { streams } = await new RecordingFolder(root, `with-${length}`, plainFiles).read();
    expect(streams.map(({ source }) => source).sort()).toEqual(['mic', 'screenAudio']);
  }
});

it('[RC6] goes on when more is granted, and counts what an earlier process wrote', () => {
  const folder = join(root, 'one');
  const words: Word[] = [];
  const write = (writer: RecordingWriter, from: number) => {
    for (let number = from; number < from + 500; number += 1) writer.packet(1, number * 20, packet(number, 60));
  };
  const first = RecordingWriter.open(folder, (word) => words.push(word), plainFiles);
  first.open({ ...open, id: 1, folder, source: 'mic' });
  write(first, 1);
  first.finish();
  const told = words.findLast((word) => word.is === 'bytes');
  const second = RecordingWriter.open(folder, (word) => words.push(word), plainFiles);
  second.open({ ...open, id: 1, folder, source: 'mic' });
  second.grant(bytesIn(folder) + 2_000);
  second.grant(bytesIn(folder) + 100_000);
  write(second, 600);
  second.finish();
  expect(words.filter((word) => word.is === 'failed')).toEqual([]);
  const later = words.findLast((word) => word.is === 'bytes');
  if (told?.is !== 'bytes' || later?.is !== 'bytes') throw new Error('No bytes were told.');
  expect(later.bytes).toBeGreaterThan(told.bytes * 1.5);
  expect(later.bytes).toBeGreaterThanOrEqual(bytesIn(folder));
});

it('begins a new line after one that a crash cut short', () => {
  const folder = join(root, 'one');
  const path = join(folder, 'log.jsonl');
  mkdirSync(folder);
  writeFileSync(path, 'whole\n{"is":"ev');
  RecordingWriter.open(folder, () => {}, plainFiles).line('log.jsonl', 'next');
  expect(readFileSync(path, 'utf8')).toBe('whole\n{"is":"ev\nnext\n');
});
