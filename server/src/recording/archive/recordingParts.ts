import { FileId } from '@plenum/shared/core/ids';
import type { FileStore } from '../../storage/files/FileStore.ts';
import { changed, once, type Part } from '../../storage/portable/archive.ts';
import type { RecordingFacts } from '../../storage/recordPorts.ts';
import { contentsOf } from '../contentsOf.ts';
import type { OpenedFile } from '../files/RecordingFiles.ts';
import { type Contents, type IndexLine, indexOf, type RecordingFolder } from '../RecordingFolder.ts';
import { recordingPaths, type RecordingRecord } from './format.ts';

/** The files of an archive with one recording that is ready. What is encrypted on the disk is not encrypted there. */
export async function recordingParts(
  { folder, files }: { readonly folder: RecordingFolder; readonly files: Pick<FileStore, 'list' | 'open'> },
  { id, title, chat, startedAt, chapters }: RecordingFacts,
): Promise<Part[]> {
  const contents = await folder.read('closed');
  const record: RecordingRecord = { title, chat, startedAt, chapters: [...chapters] };
  const shelf = contentsOf(id);
  const kept = (await files.list(shelf)).filter((one) => FileId.safeParse(one).success).toSorted();
  return [
    { path: recordingPaths.record, read: once(JSON.stringify(record)) },
    { path: recordingPaths.index, read: once(indexText(contents)) },
    { path: recordingPaths.log, read: () => bytesOf(() => folder.openLog({ isLive: false })) },
    ...contents.streams.map(({ file }) => ({
      path: recordingPaths.streams + file,
      read: () => bytesOf(() => folder.openStream(file)),
    })),
    ...contents.captions.map(({ file }) => ({
      path: recordingPaths.captions + file,
      read: () => bytesOf(() => folder.openCaptions(file)),
    })),
    ...kept.map((one) => ({
      path: recordingPaths.contents + one,
      async *read() {
        const file = await files.open(shelf, one);
        if (!file) throw changed();
        for await (const chunk of file.stream) yield Buffer.from(chunk);
      },
    })),
  ];
}

function indexText(contents: Contents): string {
  const captions = contents.captions.map((track): IndexLine => ({ is: 'captions', ...track }));
  return [...indexOf(contents), ...captions].map((line) => `${JSON.stringify(line)}\n`).join('');
}

async function* bytesOf(open: () => Promise<OpenedFile>): AsyncGenerator<Buffer> {
  const file = await open();
  try {
    if (file.size === 0) return;
    for await (const chunk of await file.stream(0, file.size - 1)) yield chunk as Buffer;
  } finally {
    await file.close();
  }
}
