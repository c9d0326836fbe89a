import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { AppError } from '@plenum/shared/core/errors';
import type { FileStore } from '../../storage/files/FileStore.ts';
import { packed, type Part, unpack } from '../../storage/portable/archive.ts';
import type { RecordingTaking } from '../../storage/portable/importSpace.ts';
import type { Store } from '../../storage/ports.ts';
import type { RecordingFiles } from '../files/RecordingFiles.ts';
import { RecordingFolder } from '../RecordingFolder.ts';
import { recordingParts } from './recordingParts.ts';
import { RecordingTaker } from './RecordingTaker.ts';

/** What recordings travel with. */
export interface TravelParts {
  readonly store: Pick<Store, 'ask'>;
  readonly files: FileStore;
  /** The folder of all recordings, and how its files are opened. */
  readonly root: string;
  readonly recordingFiles: RecordingFiles;
  /** The version of Plenum. */
  readonly version: string;
  /** Epoch ms. */
  readonly now: () => number;
}

/** What was imported. */
export interface ImportedRecording {
  readonly id: string;
  readonly title: string;
  readonly files: number;
}

/**
 * The archive of a recording, which nobody needs a key to play.
 * @throws AppError `notFound`; `conflict` while it is being recorded; `unavailable` when it cannot be read
 */
export async function exportRecording(parts: TravelParts, recording: string): Promise<Readable> {
  const { store, files, root, recordingFiles, version, now } = parts;
  const facts = await store.ask.recordings.facts({ recording });
  if (!facts) throw new AppError('notFound', `There is no recording ${recording}.`);
  if (facts.state === 'recording') {
    throw new AppError('conflict', 'This meeting is still being recorded. Stop the recording first.');
  }
  const folder = new RecordingFolder(root, facts.id, recordingFiles);
  const list = await recordingParts({ folder, files }, facts);
  return packed({ format: 'plenum-recording', version: 1, plenum: version, madeAt: now() }, list);
}

/** The files of each recording of a space that is ready. @throws AppError `unavailable` when one cannot be read */
export async function recordingsOf(
  { store, files, root, recordingFiles }: TravelParts,
  space: string,
): Promise<readonly (readonly Part[])[]> {
  const found: (readonly Part[])[] = [];
  for (const recording of await store.ask.portable.recordingsOf({ space })) {
    const facts = await store.ask.recordings.facts({ recording });
    if (!facts) continue;
    const folder = new RecordingFolder(root, facts.id, recordingFiles);
    found.push(await recordingParts({ folder, files }, facts));
  }
  return found;
}

/** Begins to take a recording, which gets an id and secrets of its own. */
export function newRecording({ files, root, recordingFiles }: TravelParts): RecordingTaking {
  const id = randomBytes(12).toString('base64url');
  const taker = new RecordingTaker({ folder: new RecordingFolder(root, id, recordingFiles), id, files });
  const secret = () => randomBytes(24).toString('base64url');
  return {
    take: (entry) => taker.take(entry),
    undo: () => taker.undo(),
    async complete() {
      const code = String(randomBytes(6).readUIntBE(0, 6) % 1_000_000_000).padStart(9, '0');
      const { record, duration, bytes } = await taker.complete();
      return { id, ...record, duration, bytes, key: secret(), managerKey: secret(), code };
    },
  };
}

/**
 * Takes the recording of an archive into a space, where it is not published. When it fails, nothing stays.
 * @param mostBytes the most bytes to which the archive may unpack
 * @throws AppError `invalid` with words for the operator, `notFound` without the space, `full`, LimitMet
 */
export async function importRecording(
  parts: TravelParts,
  archive: AsyncIterable<Uint8Array>,
  { slug, mostBytes }: { readonly slug: string; readonly mostBytes: number },
): Promise<ImportedRecording> {
  const { store, now } = parts;
  // Asked first, so that nothing is unpacked for a space that is full or not there.
  const { leftBytes } = await store.ask.portable.recordingSpace({ slug });
  const taking = newRecording(parts);
  let files = -1;
  try {
    const most = Math.min(mostBytes, leftBytes ?? mostBytes);
    await unpack(archive, { format: 'plenum-recording', mostBytes: most }, (entry) => {
      files += 1;
      return taking.take(entry);
    });
    const recording = await taking.complete();
    await store.ask.portable.takeRecording({ slug, at: now(), recording });
    return { id: recording.id, title: recording.title, files };
  } catch (error) {
    await taking.undo();
    throw error;
  }
}
