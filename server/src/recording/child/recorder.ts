// The process that writes recordings. It reads messages from its input, tells words on its output, and completes every
// file when the input ends: that is also when the server was killed.
import { writeSync } from 'node:fs';
import { plainFiles, RecordingFiles } from '../files/RecordingFiles.ts';
import { RecordingKeys } from '../files/RecordingKeys.ts';
import { RecordingWriter } from './RecordingWriter.ts';
import { MessageReader, type Order, type Word } from './wire.ts';

/** How often silent files are ended, in ms. */
const restMs = 1_000;

let files = plainFiles;
const recordings = new Map<string, RecordingWriter>();
const folders = new Map<number, string>();
/** The newest time of the server's clock. */
let now = 0;

function tell(word: Word): void {
  try {
    writeSync(1, `${JSON.stringify(word)}\n`);
  } catch {
    // The server is gone, and this process ends soon.
  }
}

function recordingAt(folder: string): RecordingWriter | undefined {
  const known = recordings.get(folder);
  if (known) return known;
  try {
    const made = RecordingWriter.open(folder, tell, files);
    recordings.set(folder, made);
    return made;
  } catch (error) {
    const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
    tell({ is: 'failed', folder, why: isFull ? 'full' : 'disk', message: String(error) });
    return undefined;
  }
}

function follow(order: Order): void {
  if ('at' in order) now = Math.max(now, order.at);
  switch (order.do) {
    case 'keys':
      files = new RecordingFiles(new RecordingKeys(order.keys));
      return;
    case 'open':
      folders.set(order.id, order.folder);
      recordingAt(order.folder)?.open(order);
      return;
    case 'close':
      recordings.get(folders.get(order.id) ?? '')?.close(order.id);
      folders.delete(order.id);
      return;
    case 'report':
      recordings.get(folders.get(order.id) ?? '')?.report(order);
      return;
    case 'line':
      recordingAt(order.folder)?.line(order.file, order.text);
      return;
    case 'grant':
      recordingAt(order.folder)?.grant(order.upTo);
      return;
    case 'finish':
      recordings.get(order.folder)?.finish();
      recordings.delete(order.folder);
      tell({ is: 'finished', folder: order.folder });
  }
}

const reader = new MessageReader({
  packet(id, at, packet) {
    now = Math.max(now, at);
    recordings.get(folders.get(id) ?? '')?.packet(id, at, packet);
  },
  order: follow,
});

const resting = setInterval(() => {
  // Silence has no packets that move the clock.
  now += restMs;
  for (const recording of recordings.values()) recording.rest(now);
}, restMs);

// The server ends this process by closing its input: a signal to the whole group must not end it before.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.stdin.on('data', (piece: Buffer) => reader.push(piece));
process.stdin.on('end', () => {
  clearInterval(resting);
  for (const recording of recordings.values()) recording.finish();
});
