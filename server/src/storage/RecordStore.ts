import { randomBytes } from 'node:crypto';
import { RoomId } from '@plenum/shared/core/ids';
import type { Answer, BoxChanges, LogEntry, PassingEvents, RoomRecord, Snapshot } from '@plenum/shared/core/log';
import * as z from 'zod/mini';
import type { Desk } from './Desk.ts';
import type { Store } from './ports.ts';
import { logRow, readAnswer, readEntry, readRoom, readSnapshot, roomRow, slipRows, snapshotRow } from './rows.ts';

/** Told of each stored row that could not be read; `seq` is 0 for the row of the room itself. */
export type OnPoisoned = (room: string, seq: number, error: unknown) => void;

const Ids = z.array(z.string());
const Values = z.array(z.string());
const Rows = z.array(z.looseObject({ seq: z.number() }));
const SnapshotNumber = z.optional(z.looseObject({ seq: z.number() }));
const Count = z.int();
const Secret = z.string().check(z.minLength(40));

/** Log entries erased in one commit, so that a long meeting's end does not hold up the others. */
const entriesPerErase = 1_000;

/** The half of a store that both databases share: records to rows on the way in, rows to records on the way out. */
export abstract class RecordStore implements Store {
  readonly #desk: Desk;
  readonly #onPoisoned: OnPoisoned;
  #closing: Promise<void> | undefined;

  protected constructor(desk: Desk, onPoisoned: OnPoisoned) {
    this.#desk = desk;
    this.#onPoisoned = onPoisoned;
  }

  abstract inspect(): Promise<string | undefined>;

  async createRoom(room: RoomRecord): Promise<void> {
    await this.#desk.ask({ op: 'createRoom', room: room.id, row: roomRow(room) });
  }

  async findRoom(id: RoomId): Promise<RoomRecord | undefined> {
    const row = await this.#desk.ask({ op: 'findRoom', room: id });
    return row === undefined ? undefined : this.#read(id, 0, () => readRoom(row));
  }

  async occupiedRooms(): Promise<RoomId[]> {
    return this.#roomIds(await this.#desk.ask({ op: 'occupiedRooms' }));
  }

  async childrenOf(id: RoomId): Promise<RoomId[]> {
    return this.#roomIds(await this.#desk.ask({ op: 'childrenOf', room: id }));
  }

  async markRoom(id: RoomId, emptySince: number | undefined): Promise<void> {
    await this.#desk.ask({ op: 'markRoom', room: id, emptySince: emptySince ?? null });
  }

  async roomsEmptySince(time: number): Promise<RoomId[]> {
    return this.#roomIds(await this.#desk.ask({ op: 'roomsEmptySince', time }));
  }

  async eraseRoom(id: RoomId): Promise<void> {
    await this.#desk.ask({ op: 'hideRoom', room: id });
    let erased: number;
    do {
      erased = Count.parse(await this.#desk.ask({ op: 'eraseEntries', room: id, limit: entriesPerErase }));
    } while (erased > 0);
    await this.#desk.ask({ op: 'eraseRoom', room: id });
  }

  async append(room: RoomId, entries: readonly LogEntry[], boxes?: BoxChanges): Promise<void> {
    if (entries.length === 0) return;
    const rows = entries.map((entry) => logRow(room, entry));
    const slips = boxes ? slipRows(room, boxes) : [];
    await this.#desk.ask({ op: 'append', room, rows, slips, emptied: boxes?.emptied ?? [] });
  }

  async readBox(room: RoomId, box: string): Promise<unknown[]> {
    const values = Values.parse(await this.#desk.ask({ op: 'readBox', room, box }));
    // In an array, so that a stored null is told from a value that cannot be read.
    return values.flatMap((text) => this.#read(room, 0, () => [JSON.parse(text) as unknown]) ?? []);
  }

  async read(room: RoomId, after: number, limit: number): Promise<LogEntry[]> {
    const entries: LogEntry[] = [];
    let from = after;
    // Again while poisoned rows leave the page short: callers take an empty page for the end.
    while (entries.length < limit) {
      const wanted = limit - entries.length;
      const rows = Rows.parse(await this.#desk.ask({ op: 'read', room, after: from, limit: wanted }));
      for (const row of rows) {
        const entry = this.#read(room, row.seq, () => readEntry(row));
        if (entry) entries.push(entry);
      }
      from = rows.at(-1)?.seq ?? from;
      if (rows.length < wanted) break;
    }
    return entries;
  }

  async lastSeq(room: RoomId): Promise<number> {
    return Count.parse(await this.#desk.ask({ op: 'lastSeq', room }));
  }

  async seqBefore(room: RoomId, time: number): Promise<number> {
    return Count.parse(await this.#desk.ask({ op: 'seqBefore', room, time }));
  }

  async readAnswers(room: RoomId, after: number, limit: number): Promise<{ answers: Answer[]; next?: number }> {
    const rows = Rows.parse(await this.#desk.ask({ op: 'readReplies', room, after, limit }));
    const answers = rows.flatMap((row) => this.#read(room, row.seq, () => readAnswer(row)) ?? []);
    const next = rows.length < limit ? undefined : rows.at(-1)?.seq;
    return { answers, ...(next !== undefined && { next }) };
  }

  async logBytes(room: RoomId): Promise<number> {
    return Count.parse(await this.#desk.ask({ op: 'logBytes', room }));
  }

  async compact(
    room: RoomId,
    range: { readonly after: number; readonly upTo: number },
    passing: readonly PassingEvents[],
  ): Promise<number> {
    return Count.parse(await this.#desk.ask({ op: 'compact', room, ...range, passing }));
  }

  async saveSnapshot(room: RoomId, snapshot: Snapshot): Promise<number> {
    const row = snapshotRow(room, snapshot);
    await this.#desk.ask({ op: 'saveSnapshot', room, row });
    return Buffer.byteLength(row.states);
  }

  async loadSnapshot(room: RoomId, below: number = Number.MAX_SAFE_INTEGER): Promise<Snapshot | undefined> {
    const last = await this.lastSeq(room);
    for (let from = below; ; ) {
      const row = SnapshotNumber.parse(await this.#desk.ask({ op: 'loadSnapshot', room, below: from }));
      if (row === undefined) return undefined;
      const snapshot = this.#read(room, last, () => {
        if (row.seq > last) throw new Error(`The snapshot claims event ${row.seq}, the log ends at ${last}.`);
        return readSnapshot(row);
      });
      if (snapshot && from === below) return snapshot;
      // Behind one that cannot be read: the log was compacted up to here, perhaps, and what it weighs stood there.
      if (snapshot) return { ...snapshot, log: { compacted: snapshot.log?.compacted ?? 0, whole: snapshot.seq } };
      from = row.seq;
    }
  }

  async secret(name: string): Promise<string> {
    const candidate = randomBytes(32).toString('base64url');
    return Secret.parse(await this.#desk.ask({ op: 'secret', name, candidate }));
  }

  async healthy(): Promise<boolean> {
    try {
      await this.#desk.ask({ op: 'probe', at: Date.now() });
      return true;
    } catch {
      return false;
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#desk.close();
    return this.#closing;
  }

  #roomIds(answer: unknown): RoomId[] {
    return Ids.parse(answer).flatMap((id) => this.#read(id, 0, () => RoomId.parse(id)) ?? []);
  }

  #read<Value>(room: string, seq: number, read: () => Value): Value | undefined {
    try {
      return read();
    } catch (error) {
      this.#onPoisoned(room, seq, error);
      return undefined;
    }
  }
}
