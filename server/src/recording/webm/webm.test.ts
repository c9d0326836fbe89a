import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { plainFiles } from '../files/RecordingFiles.ts';
import { finishWebm } from './finishWebm.ts';
import { readWebm } from './readWebm.ts';
import { type Frame, WebmWriter } from './WebmWriter.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plenum-webm-'));
  path = join(folder, '0001.webm');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** 20 ms of silence in Opus. */
const silence = Buffer.from([0xf8, 0xff, 0xfe]);

function sound(count: number): Frame[] {
  return Array.from({ length: count }, (_, index) => ({ at: index * 20, data: silence, isKey: true }));
}

function write(frames: readonly Frame[]): WebmWriter {
  const writer = WebmWriter.create(path, { is: 'opus' }, { files: plainFiles });
  for (const frame of frames) writer.add(frame);
  return writer;
}

it('gives back every frame at its time', () => {
  const gaps = fc.array(
    fc.record({ gap: fc.integer({ min: 1, max: 3_000 }), bytes: fc.uint8Array({ minLength: 1, maxLength: 400 }) }),
    {
      minLength: 1,
      maxLength: 80,
    },
  );
  fc.assert(
    fc.property(gaps, (list) => {
      let at = 0;
      const frames = list.map(({ gap, bytes }) => ({ at: (at += gap), data: Buffer.from(bytes), isKey: true }));
      rmSync(path, { force: true });
      write(frames).close();
      expect([...readWebm(path, plainFiles)]).toEqual(frames);
    }),
    { numRuns: 25 },
  );
});

it('writes times that rise, where a clock moved back or stood', () => {
  write([40, 30, 40, 41, 60].map((at) => ({ at, data: silence, isKey: true }))).close();
  expect([...readWebm(path, plainFiles)].map(({ at }) => at)).toEqual([40, 41, 42, 43, 60]);
});

it('plays up to the last whole cluster when the process died in the middle of a write', () => {
  // Never closed: the process was killed.
  write(sound(200)).flush();
  const whole = readFileSync(path).length;
  appendFileSync(path, readFileSync(path).subarray(-300, -20));
  truncateSync(path, whole + 100);
  const { lastMs, bytes } = finishWebm(plainFiles.edit(path));
  expect(lastMs).toBe(199 * 20);
  expect([...readWebm(path, plainFiles)]).toHaveLength(200);
  expect(bytes).toBe(readFileSync(path).length);
});

it('loses at most a second of what was written without an end', () => {
  write(sound(200));
  const { lastMs } = finishWebm(plainFiles.edit(path));
  expect(lastMs).toBeGreaterThanOrEqual(200 * 20 - 1_000);
});

it('changes nothing in a file that is complete', () => {
  write(sound(100)).close();
  const before = readFileSync(path);
  finishWebm(plainFiles.edit(path));
  expect(readFileSync(path).equals(before)).toBe(true);
});

it('refuses a file that is no WebM', () => {
  appendFileSync(path, 'no film');
  expect(() => finishWebm(plainFiles.edit(path))).toThrow('This is no WebM file.');
});

it.skipIf(!hasFfprobe())('makes files that ffprobe knows the length of', () => {
  write(sound(500)).close();
  const args = ['-v', 'error', '-show_entries', 'format=duration:stream=codec_name', '-of', 'json', path];
  const found: unknown = JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8' }));
  expect(found).toMatchObject({ streams: [{ codec_name: 'opus' }], format: { duration: '10.000000' } });
});

function hasFfprobe(): boolean {
  try {
    execFileSync('ffprobe', ['-version']);
    return true;
  } catch {
    return false;
  }
}
