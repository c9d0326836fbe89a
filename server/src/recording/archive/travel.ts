import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { AppError } from '@plenum/shared/core/errors';
import type { FileStore } from '../../storage/files/FileStore.ts';
import { packed, unpack } from '../../storage/portable/archive.ts';
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
  const { store, files, root, recordingFiles, now } = parts;
  // Asked first, so that nothing is unpacked for a space that is full or not there.
  const { leftBytes } = await store.ask.portable.recordingSpace({ slug });
  const id = randomBytes(12).toString('base64url');
  const taker = new RecordingTaker({ folder: new RecordingFolder(root, id, recordingFiles), id, files });
  const secret = () => randomBytes(24).toString('base64url');
  const code = String(randomBytes(6).readUIntBE(0, 6) % 1_000_000_000).padStart(9, '0');
  try {
    const most = Math.min(mostBytes, leftBytes ?? mostBytes);
    await unpack(archive, { format: 'plenum-recording', mostBytes: most }, (entry) => taker.take(entry));
    const { record, duration, bytes, files: count } = await taker.complete();
    const secrets = { key: secret(), managerKey: secret(), code };
    await store.ask.portable.takeRecording({ slug, at: now(), id, ...record, duration, bytes, ...secrets });
    return { id, title: record.title, files: count };
  } catch (error) {
    await taker.undo();
    throw error;
  }
}
