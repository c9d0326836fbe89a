import { checksumAlgorithms } from '../gateway/http/bbb/checksum.ts';
import type { BbbParts, BbbSettings } from '../gateway/http/bbb/ports.ts';
import type { Records } from '../records/Records.ts';
import { newRoomId, type Passes } from '../gateway/http/rooms.ts';
import { newToken } from '../records/parts.ts';
import type { Room } from '../room/Room.ts';
import type { Rooms } from '../room/Rooms.ts';
import type { Store } from '../storage/ports.ts';
import type { Clock, RoomReport } from '../room/ports.ts';

import { Meetings } from './Meetings.ts';
import { passesOf } from './passes.ts';

interface Options extends Pick<BbbParts, 'version' | 'publicHost'> {
  readonly settings: BbbSettings | undefined;
  readonly records: Records;
  readonly clock: Clock;
  readonly report: RoomReport;
  readonly store: Pick<Store, 'ask' | 'secret'>;
  readonly rooms: Rooms;
  readonly newId: () => string;
  /** @throws AppError `full` while the disk has no space for another meeting */
  readonly requireDiskSpace: () => Promise<void>;
  readonly endIn: (room: Room) => Promise<void>;
  readonly mostPeople: number;
  readonly serverUrl: () => string;
}

/** BigBlueButton's API, as it runs. */
export interface Bbb {
  readonly parts: BbbParts;
  readonly passes: Passes;
  readonly meetings: Meetings;
}

/** Begins to follow the meetings of BigBlueButton's API. The caller closes `meetings`. */
export async function openBbb(options: Options): Promise<Bbb> {
  const { settings, records, clock, report, version, publicHost, store } = options;
  const { secret, checksums = checksumAlgorithms } = settings ?? {};
  const own = secret === undefined ? [] : [{ owner: '', secret }];
  const failed = (what: string, error: unknown) => void report.failed('-', what, error);
  const personSecret = await store.secret('persons of programs');
  const meetings = Meetings.open({ ...options, newRoomId, newToken, personSecret, failed });
  const secrets = async () => [...own, ...(await records.bbbSecrets.valid(clock.monotonic()))];
  const parts = { meetings, secrets, checksums, version, publicHost, failed };
  return { parts, passes: passesOf({ store, clock, meetings }), meetings };
}
