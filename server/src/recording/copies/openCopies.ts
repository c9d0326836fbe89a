import { RecordingCopies } from '../../records/recording/copies.ts';
import type { Recordings } from '../../records/recording/recording.ts';
import type { Clock, RoomReport } from '../../room/ports.ts';
import type { FileStore } from '../../storage/files/FileStore.ts';
import type { Store } from '../../storage/ports.ts';
import { RecordingFiles } from '../files/RecordingFiles.ts';
import { RecordingKeys } from '../files/RecordingKeys.ts';
import { Copies } from './Copies.ts';
import { Courtesy } from './Courtesy.ts';
import type { CopyPrograms } from './programs.ts';

interface Parts {
  readonly store: Pick<Store, 'ask'>;
  readonly files: Pick<FileStore, 'shortage'>;
  readonly clock: Clock;
  readonly report: RoomReport;
  /** The folder of recordings. */
  readonly recordings: string;
  readonly recordingKeys: readonly string[];
  readonly records: { readonly recordings: Recordings };
  readonly engine: { readonly workers: readonly { readonly load: number; readonly shed: number }[] };
  readonly node: string;
  readonly programs: CopyPrograms;
  /** The people in meetings of this server. */
  readonly people: () => Promise<number>;
}

/** Opens what makes files of recordings, and the rules about them. */
export function openCopies(parts: Parts): { readonly maker: Copies; readonly copies: RecordingCopies } {
  const { store, clock, records, recordings: root, engine, people } = parts;
  const ask = store.ask.recordingCopies;
  const courtesy = new Courtesy({ workers: () => engine.workers, people, clock });
  const recordingFiles = new RecordingFiles(new RecordingKeys(parts.recordingKeys));
  const maker = new Copies({ ...parts, root, recordingFiles, records: records.recordings, ask, courtesy });
  const copies = new RecordingCopies({ recordings: records.recordings, ask, maker, now: () => clock.now() });
  return { maker, copies };
}
