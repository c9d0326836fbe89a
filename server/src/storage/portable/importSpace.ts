import { SpaceSettings } from '@plenum/shared/api/space/settings';
import { ChosenSlug } from '@plenum/shared/api/space/slug';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import { FileId, type RoomId } from '@plenum/shared/core/ids';
import type { FileStore } from '../files/FileStore.ts';
import type { Store } from '../ports.ts';
import type { RecordingArrival } from '../procedures/records/portable.ts';
import { slipRows } from '../rows.ts';
import type { LogRow } from '../schema.ts';
import { damaged, lineOf, linesIn, parsed, unpack, wholeOf } from './archive.ts';
import {
  archiveBounds,
  BoxLine,
  LogLine,
  recordingPath,
  recordPath,
  roomPaths,
  SnapshotLine,
  SpaceRecord,
} from './format.ts';
import type { TarEntry } from './tar.ts';

interface ImportParts {
  readonly store: Pick<Store, 'ask' | 'eraseRoom'>;
  readonly files: FileStore;
  readonly newId: () => string;
  readonly newRoomId: () => RoomId;
  /** Begins to take a recording. */
  readonly newRecording: () => RecordingTaking;
  /** Hashes of keys that nobody has: people enter a space by its codes. */
  readonly newKeyHash: () => string;
  /** The most bytes of all that an archive unpacks to. */
  readonly mostBytes: number;
  readonly acting: Acting & { readonly asker: { readonly is: 'account' } };
  /** Another address than the one in the archive. */
  readonly slug?: string | undefined;
}

/** A recording that is taken out of an archive, file by file. */
export interface RecordingTaking {
  /** @throws AppError `invalid`, `full` */
  take(entry: TarEntry): Promise<void>;
  /** Puts the recording where recordings are. @returns its row, without its home */
  complete(): Promise<RecordingArrival>;
  undo(): Promise<void>;
}

/** What was imported. */
export interface Imported {
  readonly slug: string;
  readonly title: string;
  readonly events: number;
  readonly files: number;
}

/** The bytes of rows that go to the database at once. */
const batchBytes = 2 * 1024 * 1024;

/**
 * Reads the archive of a space and takes the space, whose owner is the acting account. Rooms get new ids, so that an archive
 * can neither touch nor shadow what is here, and no entry of it is ever used as a path. When it fails, nothing stays.
 * @throws AppError `invalid` with words for the operator, `conflict` when the address is taken, `full`, LimitMet
 */
export async function importSpace(parts: ImportParts, archive: AsyncIterable<Uint8Array>): Promise<Imported> {
  const importing = new Importing(parts);
  try {
    return await importing.run(archive);
  } catch (error) {
    await importing.undo();
    throw error;
  }
}

class Importing {
  readonly #parts: ImportParts;
  #record: SpaceRecord | undefined;
  /** The new ids of the rooms, in the order of the record. */
  readonly #rooms: RoomId[] = [];
  readonly #space: string;
  /** The recordings, in their order; all but the last have all their files. */
  readonly #recordings: RecordingTaking[] = [];
  #events = 0;
  #files = 0;

  constructor(parts: ImportParts) {
    this.#parts = parts;
    this.#space = parts.newId();
  }

  async run(archive: AsyncIterable<Uint8Array>): Promise<Imported> {
    const { mostBytes } = this.#parts;
    await unpack(archive, { format: 'plenum-space', mostBytes }, (entry) => this.#take(entry));
    return this.#complete();
  }

  /** Removes what an import that failed has written. */
  async undo(): Promise<void> {
    for (const recording of this.#recordings) await recording.undo();
    for (const room of this.#rooms.toReversed()) {
      await this.#parts.files.removeRoom(room);
      await this.#parts.store.eraseRoom(room);
    }
  }

  async #take({ path, bytes, content }: TarEntry): Promise<void> {
    if (path === recordPath && !this.#record) {
      return this.#begin(await wholeOf({ path, bytes, content }, archiveBounds.recordBytes));
    }
    const recording = /^recordings\/(\d{1,5})\//.exec(path);
    if (recording) return this.#takeRecording(Number(recording[1]), { path, bytes, content });
    const index = Number(/^rooms\/(\d{1,4})\//.exec(path)?.[1] ?? -1);
    const room = this.#rooms[index];
    if (room === undefined) throw new AppError('invalid', `"${path}" belongs to no room of the archive.`);
    const paths = roomPaths(index);
    if (path === paths.log) return this.#log(room, content);
    if (path === paths.boxes) return this.#boxes(room, content);
    if (path === paths.snapshots) return this.#snapshots(room, content);
    const id = FileId.safeParse(path.startsWith(paths.files) ? path.slice(paths.files.length) : '');
    if (!id.success) throw new AppError('invalid', `"${path}" is nothing that an archive of a space has.`);
    await this.#parts.files.put(room, content, { maxBytes: bytes, id: id.data });
    this.#files += 1;
  }

  async #takeRecording(index: number, { path, ...entry }: TarEntry): Promise<void> {
    const isNext = index === this.#recordings.length && index < archiveBounds.recordings;
    if (!this.#record || (!isNext && index !== this.#recordings.length - 1)) throw damaged(path);
    if (isNext) this.#recordings.push(this.#parts.newRecording());
    await this.#recordings[index]?.take({ path: path.slice(recordingPath(index).length), ...entry });
    this.#files += 1;
  }

  async #begin(text: string): Promise<void> {
    const record = SpaceRecord.safeParse(parsed(text));
    if (!record.success) {
      const [issue] = record.error.issues;
      throw new AppError('invalid', `The record of the space is wrong at "${issue?.path.join('.')}".`);
    }
    this.#record = record.data;
    const { rooms, room: kept, shelf } = record.data;
    if (kept !== null && kept === shelf) throw damaged(recordPath);
    if (new Set(rooms.map(({ id }) => id)).size < rooms.length) throw damaged(recordPath);
    for (const [index, { title, createdAt, emptySince, parent }] of rooms.entries()) {
      // Only those two have no parent, and a parent comes before its children.
      const isOwn = index === kept || index === shelf;
      if ((parent === null) !== isOwn || (parent !== null && parent >= index)) throw damaged(recordPath);
      const room = this.#parts.newRoomId();
      const hash = this.#parts.newKeyHash;
      const row = {
        id: room,
        title,
        host_key_hash: hash(),
        moderator_key_hash: null,
        member_key_hash: null,
        created_at: createdAt,
        empty_since: emptySince,
        erasing: 1,
        parent: parent === null ? null : (this.#rooms[parent] ?? null),
        space: parent === null ? this.#space : null,
        kept: parent === null ? 1 : null,
      } as const;
      await this.#parts.store.ask.portable.addRoom({ room, row });
      this.#rooms.push(room);
    }
  }

  async #log(room: RoomId, content: AsyncIterable<Buffer>): Promise<void> {
    let [rows, bytes, before]: [LogRow[], number, number] = [[], 0, 0];
    for await (const text of this.#lines(content)) {
      const { payload, to, reply, ...line } = lineOf(LogLine, text);
      if (line.seq <= before) throw new AppError('invalid', 'The log of the archive is out of order.');
      before = line.seq;
      const stored = { payload: JSON.stringify(payload ?? null), to: to && JSON.stringify(to) };
      rows.push({ ...line, ...stored, room, reply: reply === undefined ? null : JSON.stringify(reply) });
      bytes += text.length;
      this.#events += 1;
      if (bytes < batchBytes) continue;
      await this.#parts.store.ask.portable.addRows({ room, log: rows });
      [rows, bytes] = [[], 0];
      await this.#requireSpace();
    }
    await this.#parts.store.ask.portable.addRows({ room, log: rows });
  }

  async #snapshots(room: RoomId, content: AsyncIterable<Buffer>): Promise<void> {
    let count = 0;
    for await (const text of this.#lines(content)) {
      const { states, versions, ...line } = lineOf(SnapshotLine, text);
      if ((count += 1) > 2) throw damaged('snapshots');
      const row = { ...line, room, states: JSON.stringify(states), versions: versions && JSON.stringify(versions) };
      await this.#parts.store.ask.portable.addRows({ room, snapshots: [row] });
    }
  }

  async #boxes(room: RoomId, content: AsyncIterable<Buffer>): Promise<void> {
    let [dropped, bytes]: [{ box: string; value: unknown }[], number] = [[], 0];
    // With new ids, whose order says nothing; nor does the order of the archive, which is that of the old ids.
    const put = async () => {
      await this.#parts.store.ask.portable.addRows({ room, slips: slipRows(room, { dropped, emptied: [] }) });
      [dropped, bytes] = [[], 0];
      await this.#requireSpace();
    };
    for await (const text of this.#lines(content)) {
      const { box, value } = lineOf(BoxLine, text);
      dropped.push({ box, value: value ?? null });
      bytes += text.length;
      if (bytes >= batchBytes) await put();
    }
    await put();
  }

  /** Rows count for no quota of files, so the disk is asked after each batch of them. @throws AppError `full` */
  async #requireSpace(): Promise<void> {
    if ((await this.#parts.files.shortage()) !== undefined)
      throw new AppError(
        'full',
        'This server has no more space for the archive: its disk or its quota of files is full.',
      );
  }

  /** Lines with the new ids of rooms in place of the old ones. */
  async *#lines(content: AsyncIterable<Buffer>): AsyncGenerator<string> {
    const ids = (this.#record?.rooms ?? []).map(({ id }, index) => [id, this.#rooms[index] ?? ''] as const);
    for await (const line of linesIn(content)) {
      yield ids.reduce((text, [old, now]) => text.replaceAll(old, now), line);
    }
  }

  async #complete(): Promise<Imported> {
    const record = this.#record;
    if (!record) throw damaged(recordPath);
    const { acting, newId, store, slug = record.slug } = this.#parts;
    if (!ChosenSlug.safeParse(slug).success) {
      throw new AppError('invalid', `"${slug}" cannot be the address of a space. Choose another with --as.`);
    }
    const at = (place: number | null) => (place === null ? null : (this.#rooms[place] ?? null));
    const [id, room] = [this.#space, at(record.room)];
    const owner = acting.asker.account;
    const meetings = record.meetings.map(({ stays, ...meeting }) => ({ ...meeting, stays, id: newId() }));
    const recordings: RecordingArrival[] = [];
    for (const one of this.#recordings) recordings.push(await one.complete());
    await store.ask.portable.take({
      recordings,
      acting,
      own: newId(),
      space: {
        id,
        slug,
        title: record.title,
        organisation: '',
        owner,
        settings: JSON.stringify(SpaceSettings.parse(record.settings)),
        // The codes are derived from the id and a secret of this server: they are new.
        member_code: 0,
        moderator_code: 0,
        calendar_code: 0,
        room,
        shelf: at(record.shelf),
        created_at: record.createdAt,
      },
      schedules: record.schedules.map(({ title, startsAt, minutes, zone, recurrence, sequence, createdAt }) => {
        const about = { id: newId(), space: id, title, minutes, zone, sequence, created_at: createdAt };
        return { ...about, starts_at: startsAt, recurrence: JSON.stringify(recurrence) };
      }),
      prepared: record.prepared.map(({ title, content, bytes, createdAt }) => {
        const about = { id: newId(), space: id, kind: content.kind, title, bytes, created_at: createdAt };
        return { ...about, content: JSON.stringify(content) };
      }),
      meetings: meetings.map(({ id: meeting, title, startedAt, endedAt, peak, participantMs }) => {
        const about = { id: meeting, space: id, organisation: '', room: room ?? '', title, people: 0, peak };
        return { ...about, started_at: startedAt, ended_at: endedAt, participant_ms: participantMs };
      }),
      stays: meetings.flatMap(({ id: meeting, stays }) =>
        stays.map(({ member, name, role, joinedAt, leftAt }) => {
          return { meeting, member, name, role, joined_at: joinedAt, left_at: leftAt };
        }),
      ),
      rooms: this.#rooms,
    });
    return { slug, title: record.title, events: this.#events, files: this.#files };
  }
}
