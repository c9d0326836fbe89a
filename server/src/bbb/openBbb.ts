import { AppError } from '@plenum/shared/core/errors';
import { checksumAlgorithms, type SharedSecret } from '../gateway/http/bbb/checksum.ts';
import { LatestAnswers } from '../gateway/http/bbb/LatestAnswers.ts';
import type { BbbParts, BbbRecordings } from '../gateway/http/bbb/ports.ts';
import type { Records } from '../records/Records.ts';
import type { Entries } from '../gateway/entries.ts';
import { newRoomId, requireDiskSpace } from '../gateway/http/rooms.ts';
import { newToken } from '../records/parts.ts';
import type { Room } from '../room/Room.ts';
import type { Rooms } from '../room/Rooms.ts';
import type { Store } from '../storage/ports.ts';
import type { Clock, RoomReport } from '../room/ports.ts';

import { broughtCounter } from '../brought.ts';
import type { Converter } from '../conversion/Converter.ts';
import type { Outward } from '../outward/ports.ts';
import { publicAddress } from '../publicAddress.ts';
import type { ServerOptions } from '../serverOptions.ts';
import type { FileStore } from '../storage/files/FileStore.ts';
import { Documents } from './documents/Documents.ts';
import { Meetings } from './Meetings.ts';

interface Options {
  readonly options: ServerOptions;
  readonly publicHost: string | undefined;
  readonly records: Records;
  readonly clock: Clock;
  readonly report: RoomReport;
  readonly store: Pick<Store, 'ask' | 'secret'>;
  readonly files: FileStore;
  readonly converter: Converter;
  readonly outward: Outward;
  readonly rooms: Rooms;
  readonly newId: () => string;
  readonly entries: Pick<Entries, 'mint'>;
  readonly hooks: { readonly bbb: BbbParts['hooks'] };
  /** Ends the meeting in a room for all. */
  readonly endIn: (room: Room) => Promise<void>;
}

/** BigBlueButton's API, as it runs. */
export interface Bbb {
  readonly parts: BbbParts;
  readonly meetings: Meetings;
  readonly documents: Documents;
}

/** The secrets that are valid now; that of the server has an empty owner. */
export async function bbbSecretsOf(
  settings: ServerOptions['bbb'],
  { bbbSecrets }: Pick<Records, 'bbbSecrets'>,
  clock: Pick<Clock, 'monotonic'>,
): Promise<readonly SharedSecret[]> {
  const own = settings?.secret === undefined ? [] : [{ owner: '', secret: settings.secret }];
  return [...own, ...(await bbbSecrets.valid(clock.monotonic()))];
}

/** The recordings of programs, as the store keeps them. */
function recordingsOf(
  { ask }: Pick<Store, 'ask'>,
  { recordings }: Pick<Records, 'recordings'>,
  clock: Pick<Clock, 'now'>,
): BbbRecordings {
  const { bbbRecordings } = ask;
  return {
    page: (wanted) => bbbRecordings.page(wanted),
    publish: (which, published) => bbbRecordings.publish({ ...which, published, at: clock.now() }),
    remove: (which) => bbbRecordings.remove({ ...which, at: clock.now() }),
    describe: (which, set) => bbbRecordings.describe({ ...which, set }),
    async tracks(owner, recordId) {
      const found = await bbbRecordings.find({ owner, recordId });
      return found && { id: found.id, key: found.key, tracks: await recordings.captions(found.id) };
    },
    async putTrack(owner, recordId, track) {
      const found = await bbbRecordings.find({ owner, recordId });
      if (!found || found.state === 'recording') throw new AppError('conflict', 'This recording is not ready.');
      await recordings.putCaptions(found.id, track);
    },
  };
}

/** Begins to follow the meetings of BigBlueButton's API. The caller closes `meetings` and `documents`. */
export async function openBbb(given: Options): Promise<Bbb> {
  const { options, records, clock, report, publicHost, store } = given;
  const { version, bounds } = options;
  const { checksums = checksumAlgorithms } = options.bbb ?? {};
  const failed = (what: string, error: unknown) => void report.failed('-', what, error);
  const meetings = Meetings.open({
    ...given,
    newRoomId,
    newToken,
    personSecret: await store.secret('persons of programs'),
    requireDiskSpace: () => requireDiskSpace(given),
    mostPeople: bounds.roomPeople,
    serverUrl: () => publicAddress(options, options.port),
    failed,
  });
  const documents = new Documents({ ...given, brought: broughtCounter(given, report), failed });
  const secrets = () => bbbSecretsOf(options.bbb, records, clock);
  const hooks = given.hooks.bbb;
  const recordings = recordingsOf(store, records, clock);
  const latest = new LatestAnswers(() => clock.monotonic());
  const parts = { meetings, documents, recordings, latest, hooks, secrets, checksums, version, publicHost, failed };
  return { parts, meetings, documents };
}
