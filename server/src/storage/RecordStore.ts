import type { RoomId } from '@plenum/shared/core/ids';
import type { Answer, BoxChanges, LogEntry, PassingEvents, RoomRecord, Snapshot } from '@plenum/shared/core/log';
import type { Call, DatabasePort } from './DatabasePort.ts';
import type { Store } from './ports.ts';
import { calls, type Questions, questionsTo } from './Questions.ts';
import { type LibraryDatabase, portQueries } from './portQueries.ts';
import { logRow, slipRows, snapshotRow } from './rows.ts';
import type { Dialect } from './schema.ts';

/** The log entries that are erased in one commit, so that the end of a long meeting does not delay the other rooms. */
const entriesPerErase = 1_000;

/** The store as rooms use it, over the procedures that both databases run. */
export abstract class RecordStore implements Store {
  readonly #port: DatabasePort;
  readonly ask: Questions;
  readonly calls = calls;
  #closing: Promise<void> | undefined;

  protected constructor(port: DatabasePort) {
    this.#port = port;
    this.ask = questionsTo(port);
  }

  abstract inspect(): Promise<string | undefined>;

  protected abstract readonly dialect: Dialect;

  libraryDatabase(): LibraryDatabase {
    return portQueries(this.dialect, (kind, statement) => this.ask.identity[kind](statement));
  }

  async together(list: readonly Call[]): Promise<void> {
    await this.#port.run(list);
  }

  createRoom(record: RoomRecord): Promise<void> {
    return this.ask.rooms.create({ room: record.id, record });
  }

  findRoom(room: RoomId): Promise<RoomRecord | undefined> {
    return this.ask.rooms.find({ room });
  }

  occupiedRooms(): Promise<RoomId[]> {
    return this.ask.rooms.occupied();
  }

  rootOf(room: RoomId): Promise<RoomId> {
    return this.ask.rooms.root({ room });
  }

  childrenOf(room: RoomId): Promise<RoomId[]> {
    return this.ask.rooms.childrenOf({ room });
  }

  markRoom(room: RoomId, emptySince: number | undefined): Promise<void> {
    return this.ask.rooms.mark({ room, emptySince: emptySince ?? null });
  }

  roomsEmptySince(time: number): Promise<RoomId[]> {
    return this.ask.rooms.emptySince({ time });
  }

  async eraseRoom(room: RoomId): Promise<void> {
    await this.ask.rooms.hide({ room });
    let erased: number;
    do {
      erased = await this.ask.log.erase({ room, limit: entriesPerErase });
    } while (erased > 0);
    await this.ask.rooms.erase({ room });
  }

  async append(room: RoomId, entries: readonly LogEntry[], boxes?: BoxChanges): Promise<void> {
    if (entries.length === 0) return;
    const rows = entries.map((entry) => logRow(room, entry));
    const slips = boxes ? slipRows(room, boxes) : [];
    await this.ask.log.append({ room, rows, slips, emptied: boxes?.emptied ?? [] });
  }

  readBox(room: RoomId, box: string): Promise<unknown[]> {
    return this.ask.boxes.read({ room, box });
  }

  read(room: RoomId, after: number, limit: number): Promise<LogEntry[]> {
    return this.ask.log.read({ room, after, limit });
  }

  lastSeq(room: RoomId): Promise<number> {
    return this.ask.log.lastSeq({ room });
  }

  seqBefore(room: RoomId, time: number): Promise<number> {
    return this.ask.log.seqBefore({ room, time });
  }

  readAnswers(room: RoomId, after: number, limit: number): Promise<{ answers: Answer[]; next?: number }> {
    return this.ask.log.answers({ room, after, limit });
  }

  logBytes(room: RoomId): Promise<number> {
    return this.ask.log.bytes({ room });
  }

  compact(
    room: RoomId,
    range: { readonly after: number; readonly upTo: number },
    passing: readonly PassingEvents[],
  ): Promise<{ upTo: number; bytes: number }> {
    return this.ask.log.compact({ room, ...range, passing });
  }

  forgetEntries(room: RoomId, gone: readonly number[], snapshot: Snapshot): Promise<void> {
    return this.ask.log.forget({ room, gone, snapshot: snapshotRow(room, snapshot) });
  }

  async saveSnapshot(room: RoomId, snapshot: Snapshot): Promise<number> {
    const row = snapshotRow(room, snapshot);
    await this.ask.snapshots.save({ room, row });
    return Buffer.byteLength(row.states);
  }

  loadSnapshot(room: RoomId, below: number = Number.MAX_SAFE_INTEGER): Promise<Snapshot | undefined> {
    return this.ask.snapshots.load({ room, below });
  }

  secret(name: string): Promise<string> {
    return this.ask.secrets.require({ name });
  }

  async healthy(): Promise<boolean> {
    try {
      await this.ask.health.probe({ at: Date.now() });
      return true;
    } catch {
      return false;
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#port.close();
    return this.#closing;
  }
}
