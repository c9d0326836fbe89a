import type { Readable } from 'node:stream';
import type { RoomId } from '@plenum/shared/core/ids';
import type { FileStore } from '../files/FileStore.ts';
import type { Store } from '../ports.ts';
import { PreparedContent } from '../recordPorts.ts';
import type { LogRow } from '../schema.ts';
import { changed, once, packed, type Part } from './archive.ts';
import { recordingPath, recordPath, roomPaths, type SpaceRecord } from './format.ts';

interface ExportParts {
  readonly store: Pick<Store, 'ask'>;
  readonly files: FileStore;
  /** The files of each recording of a space, by the id of the space; what is in the bin stays behind. */
  readonly recordingsOf: (space: string) => Promise<readonly (readonly Part[])[]>;
  /** The version of Plenum. */
  readonly version: string;
  /** Epoch ms. */
  readonly now: () => number;
}

/**
 * The archive of a space as it is kept: record, settings, log, files. All is read twice: first for the table of contents, which
 * comes first, then for the archive, so that nothing is copied on this disk.
 * @throws AppError `notFound`; the stream fails with `conflict` when the space changed meanwhile
 */
export async function exportSpace(parts: ExportParts, slug: string): Promise<Readable> {
  const { store, version, now } = parts;
  const { rooms, ...rows } = await store.ask.portable.read({ slug });
  const record = recordOf(rows, rooms);
  const list: Part[] = [{ path: recordPath, read: once(JSON.stringify(record)) }];
  for (const [index, { id }] of rooms.entries()) list.push(...(await partsOf(parts, id, index)));
  const recordings = await parts.recordingsOf(rows.space.id);
  for (const [index, some] of recordings.entries()) {
    list.push(...some.map(({ path, read }) => ({ path: recordingPath(index) + path, read })));
  }
  const archiveVersion = recordings.length > 0 ? 2 : 1;
  return packed({ format: 'plenum-space', version: archiveVersion, plenum: version, madeAt: now() }, list);
}

type Whole = Awaited<ReturnType<Store['ask']['portable']['read']>>;

function recordOf(
  { space, schedules, prepared, meetings, stays }: Omit<Whole, 'rooms'>,
  rooms: Whole['rooms'],
): SpaceRecord {
  const place = new Map(rooms.map(({ id }, index) => [id, index]));
  const settings: SpaceRecord['settings'] = JSON.parse(space.settings);
  const staysOf = Map.groupBy(stays, ({ meeting }) => meeting);
  return {
    slug: space.slug,
    title: space.title,
    settings,
    createdAt: space.created_at,
    schedules: schedules.map((row) => ({
      title: row.title,
      startsAt: row.starts_at,
      minutes: row.minutes,
      zone: row.zone,
      recurrence: JSON.parse(row.recurrence) as SpaceRecord['schedules'][number]['recurrence'],
      sequence: row.sequence,
      createdAt: row.created_at,
    })),
    prepared: prepared.map(({ title, content, bytes, created_at: createdAt }) => {
      return { title, content: PreparedContent.parse(JSON.parse(content)), bytes, createdAt };
    }),
    room: space.room === null ? null : (place.get(space.room) ?? null),
    shelf: space.shelf === null ? null : (place.get(space.shelf) ?? null),
    // A meeting that is not written to its end is in the log.
    meetings: meetings.flatMap(({ id, title, started_at, ended_at, peak, participant_ms }) => {
      if (ended_at === null) return [];
      const people = (staysOf.get(id) ?? []).map(({ member, name, role, joined_at, left_at }) => {
        return { member, name, role: role as 'participant', joinedAt: joined_at, leftAt: left_at };
      });
      return [{ title, startedAt: started_at, endedAt: ended_at, peak, participantMs: participant_ms, stays: people }];
    }),
    rooms: rooms.map(({ id, title, created_at, empty_since, parent }) => ({
      id,
      title,
      createdAt: created_at,
      emptySince: empty_since ?? created_at,
      parent: parent === null ? null : (place.get(parent) ?? null),
    })),
  };
}

/** The files of one room; all that was committed when this was called. */
async function partsOf({ store, files }: ExportParts, room: RoomId, index: number): Promise<Part[]> {
  const paths = roomPaths(index);
  const { last, snapshots, slips } = await store.ask.portable.beside({ room });
  const kept = snapshots.map((row) => ({ ...row, states: json(row.states), versions: json(row.versions) }));
  const dropped = slips.map(({ box, value }) => ({ box, value: json(value) }));
  const brought = (await files.list(room)).toSorted();
  return [
    { path: paths.boxes, read: once(linesOf(dropped)) },
    { path: paths.snapshots, read: once(linesOf(kept.map(({ room: _room, ...row }) => row))) },
    { path: paths.log, read: () => logOf(store, room, last) },
    ...brought.map((id) => ({ path: paths.files + id, read: () => fileOf(files, room, id) })),
  ];
}

const json = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
const linesOf = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

async function* logOf(store: ExportParts['store'], room: RoomId, upTo: number): AsyncGenerator<Buffer> {
  for (let after = 0; ; ) {
    const rows = await store.ask.portable.log({ room, after, upTo });
    const last = rows.at(-1);
    if (!last) return;
    yield Buffer.from(linesOf(rows.map(lineOf)));
    after = last.seq;
  }
}

function lineOf({ room: _room, payload, to, reply, ...row }: LogRow): object {
  return { ...row, payload: json(payload), to: json(to), ...(reply !== null && { reply: json(reply) }) };
}

async function* fileOf(files: FileStore, room: RoomId, id: string): AsyncGenerator<Buffer> {
  const file = await files.open(room, id);
  if (!file) throw changed();
  for await (const chunk of file.stream) yield Buffer.from(chunk);
}
