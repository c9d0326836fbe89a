import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import type { Answer, BoxChanges, LogEntry, PassingEvents, RoomRecord, Snapshot } from '@plenum/shared/core/log';
import type { RoomLog } from '../src/room/ports.ts';
import type { RoomList } from '../src/room/roomsOptions.ts';
import { weightOfAll } from '../src/room/weight.ts';
import type { Stream } from './links.ts';

interface Kept {
  readonly record: RoomRecord;
  log: LogEntry[];
  /** The values of each box as JSON, in alphabetical order: the order of arrival is not stored. */
  readonly boxes: Map<string, string[]>;
  /** The newest first, at most two. */
  snapshots: Snapshot[];
  emptySince: number | undefined;
}

/** The effect on the next appends. `afterwards`: the entries are written, but the answer is lost. */
export type Fault = 'before' | 'afterwards';

/** A room store in memory with the checks of the real ones; its appends can fail or wait. */
export class MemoryLog implements RoomLog, RoomList {
  readonly #rooms = new Map<RoomId, Kept>();
  readonly faults: Fault[] = [];
  /** Every append waits for this promise. */
  gate: Promise<void> = Promise.resolve();
  appends = 0;
  /** The cursor of the durable readers: unread entries are not compacted. */
  readUpTo = Number.MAX_SAFE_INTEGER;
  /** The sequence numbers of rows that a read skips. */
  readonly unreadable = new Set<number>();

  async createRoom(record: RoomRecord): Promise<void> {
    if (this.#rooms.has(record.id)) throw new AppError('conflict', 'taken');
    this.#rooms.set(record.id, { record, log: [], boxes: new Map(), snapshots: [], emptySince: record.createdAt });
  }

  async findRoom(id: RoomId): Promise<RoomRecord | undefined> {
    return this.#rooms.get(id)?.record;
  }

  async occupiedRooms(): Promise<RoomId[]> {
    return [...this.#rooms].filter(([, room]) => room.emptySince === undefined).map(([id]) => id);
  }

  async rootOf(id: RoomId): Promise<RoomId> {
    const parent = (await this.findRoom(id))?.parent;
    return parent === undefined ? id : this.rootOf(parent);
  }

  async childrenOf(id: RoomId): Promise<RoomId[]> {
    return [...this.#rooms.values()].filter(({ record }) => record.parent === id).map(({ record }) => record.id);
  }

  async markRoom(id: RoomId, emptySince: number | undefined): Promise<void> {
    this.#require(id).emptySince = emptySince;
  }

  async roomsEmptySince(time: number): Promise<RoomId[]> {
    const old = [...this.#rooms].filter(
      ([, { emptySince, record }]) => record.parent === undefined && emptySince !== undefined && emptySince < time,
    );
    return old.map(([id]) => id);
  }

  async eraseRoom(id: RoomId): Promise<void> {
    this.#rooms.delete(id);
  }

  async append(id: RoomId, entries: readonly LogEntry[], boxes?: BoxChanges): Promise<void> {
    await this.gate;
    this.appends += 1;
    const fault = this.faults.shift();
    if (fault === 'before') throw new AppError('unavailable', 'nothing was written');
    const { log, boxes: kept } = this.#require(id);
    const last = log.at(-1)?.seq ?? 0;
    for (const [index, entry] of entries.entries()) {
      if (entry.seq !== last + 1 + index) throw new AppError('conflict', `seq ${entry.seq} after ${last}`);
    }
    log.push(...structuredClone(entries));
    for (const { box, value } of boxes?.dropped ?? []) {
      kept.set(box, [...(kept.get(box) ?? []), JSON.stringify(value)].sort());
    }
    for (const box of boxes?.emptied ?? []) kept.delete(box);
    if (fault === 'afterwards') throw new AppError('unavailable', 'the answer was lost');
  }

  async read(id: RoomId, after: number, limit: number): Promise<LogEntry[]> {
    return structuredClone(
      this.#require(id)
        .log.filter(({ seq }) => seq > after && !this.unreadable.has(seq))
        .slice(0, limit),
    );
  }

  async readBox(id: RoomId, box: string): Promise<unknown[]> {
    return (this.#require(id).boxes.get(box) ?? []).map((value): unknown => JSON.parse(value));
  }

  async lastSeq(id: RoomId): Promise<number> {
    return this.#require(id).log.at(-1)?.seq ?? 0;
  }

  async seqBefore(id: RoomId, time: number): Promise<number> {
    return this.#require(id).log.findLast(({ at }) => at < time)?.seq ?? 0;
  }

  async readAnswers(id: RoomId, after: number, limit: number): Promise<{ answers: Answer[]; next?: number }> {
    const rows = this.#require(id).log.filter(({ seq, key }) => seq > after && key !== undefined);
    const answers = rows.slice(0, limit).flatMap(({ key, ...entry }) => (key === undefined ? [] : { ...entry, key }));
    const next = rows[limit - 1]?.seq;
    return structuredClone({ answers, ...(next !== undefined && { next }) });
  }

  async logBytes(id: RoomId): Promise<number> {
    return weightOfAll(this.#require(id).log);
  }

  async compact(
    id: RoomId,
    { after, upTo }: { readonly after: number; readonly upTo: number },
    passing: readonly PassingEvents[],
  ): Promise<{ upTo: number; bytes: number }> {
    const room = this.#require(id);
    const reached = Math.max(after, Math.min(upTo, this.readUpTo));
    const isPassing = ({ seq, feature, event }: LogEntry) =>
      seq > after && seq <= reached && passing.some((one) => one.feature === feature && one.events.includes(event));
    const gone = room.log.filter(isPassing);
    room.log = room.log.filter((entry) => !isPassing(entry));
    return { upTo: reached, bytes: weightOfAll(gone) };
  }

  async saveSnapshot(id: RoomId, snapshot: Snapshot): Promise<number> {
    const room = this.#require(id);
    const others = room.snapshots.filter(({ seq }) => seq !== snapshot.seq);
    room.snapshots = [structuredClone(snapshot), ...others].toSorted((one, other) => other.seq - one.seq).slice(0, 2);
    return JSON.stringify(snapshot.states).length;
  }

  async loadSnapshot(id: RoomId, below: number = Number.MAX_SAFE_INTEGER): Promise<Snapshot | undefined> {
    return structuredClone(this.#require(id).snapshots.find(({ seq }) => seq < below));
  }

  /** Deletes a snapshot. */
  forgetSnapshot(id: RoomId, seq: number): void {
    const room = this.#require(id);
    room.snapshots = room.snapshots.filter((one) => one.seq !== seq);
  }

  /** The whole log of a room, which a test may read or damage. */
  logOf(id: RoomId): LogEntry[] {
    return this.#require(id).log;
  }

  /** All stored data of a room, each kind in its stored order. */
  streamsOf(id: RoomId): Stream[] {
    const { log, boxes, snapshots } = this.#require(id);
    const contents = [...boxes].map(
      ([name, values]): Stream => ({ name, rows: values.map((text) => JSON.parse(text)) }),
    );
    return structuredClone([{ name: 'log', rows: log }, { name: 'snapshot', rows: snapshots }, ...contents]);
  }

  #require(id: RoomId): Kept {
    const room = this.#rooms.get(id);
    if (!room) throw new AppError('notFound', 'no such room');
    return room;
  }
}
