import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { plainFiles } from './files/RecordingFiles.ts';
import { cutRecording } from './cut.ts';
import { RecordingFolder } from './RecordingFolder.ts';
import { WebmWriter } from './webm/WebmWriter.ts';

let root: string;
let folder: RecordingFolder;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plenum-folder-'));
  folder = new RecordingFolder(root, 'one', plainFiles);
  mkdirSync(join(folder.path, 'streams'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const index = () => join(folder.path, 'index.jsonl');

function began(file: string): string {
  return `${JSON.stringify({ is: 'began', file, member: 'ana', source: 'mic', codec: 'opus', from: 0 })}\n`;
}

/** A file of sound that is not completed, as a recorder leaves it that is killed. */
function openFile(file: string, seconds: number): void {
  const writer = WebmWriter.create(folder.stream(file), { is: 'opus' }, { files: plainFiles });
  for (let at = 0; at < seconds * 1_000; at += 20)
    writer.add({ at, data: Buffer.from([0xf8, 0xff, 0xfe]), isKey: true });
  writer.flush();
  appendFileSync(index(), began(file));
}

it('[RK1] completes the files that a killed recorder left once, and not at each reading', async () => {
  openFile('0001.webm', 3);
  // This one never came to the disk, and the crash cut the last line of the index short.
  appendFileSync(index(), `${began('0002.webm')}{"is":"bre`);
  const first = await folder.read();
  expect(first.streams).toMatchObject([{ file: '0001.webm', from: 0, until: 3_000 }]);
  const [text, long] = [readFileSync(index(), 'utf8'), new Date(1_000)];
  utimesSync(folder.stream('0001.webm'), long, long);
  expect(await folder.read()).toMatchObject({ streams: first.streams, duration: first.duration });
  expect(readFileSync(index(), 'utf8')).toBe(text);
  expect(statSync(folder.stream('0001.webm')).mtimeMs).toBe(1_000);
  // Were the file opened again, its absence would show.
  rmSync(folder.stream('0001.webm'));
  expect((await folder.read()).streams).toEqual(first.streams);
});

it('[RK6] finishes a cut in whose middle the server died, and keeps nothing of what was cut', async () => {
  openFile('0001.webm', 2);
  const before = await folder.read();
  await cutRecording(folder, before, [{ from: 1_000, until: 2_020 }]);
  // The server dies before it removes what the cut replaced.
  expect(existsSync(`${folder.path}.old`)).toBe(true);
  expect((await folder.read()).duration).toBe(1_000);
  expect(existsSync(`${folder.path}.old`)).toBe(false);
  // And between the two renames.
  rmSync(`${folder.path}.cut`, { recursive: true, force: true });
  mkdirSync(`${folder.path}.cut`);
  rmSync(folder.path, { recursive: true });
  mkdirSync(`${folder.path}.old`);
  await folder.read();
  expect(existsSync(folder.path)).toBe(true);
  await folder.read();
  expect(existsSync(`${folder.path}.old`)).toBe(false);
});

it('lets the server do other things while a long stream is cut', async () => {
  openFile('0001.webm', 60);
  const before = await folder.read();
  let turns = 0;
  let done = false;
  const turn = (): void => {
    turns += 1;
    if (!done) setImmediate(turn);
  };
  setImmediate(turn);
  await cutRecording(folder, before, [{ from: 0, until: 1_000 }]);
  done = true;
  // 3,000 frames, 200 at once.
  expect(turns).toBeGreaterThan(10);
});
