import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Clock, RoomReport } from '../room/ports.ts';
import type { Store } from '../storage/ports.ts';
import type { DurableReader } from './DurableReader.ts';

export interface ReadingOptions {
  readonly store: Pick<Store, 'ask' | 'calls' | 'together'>;
  readonly clock: Clock;
  readonly report: RoomReport;
}

/** How many rooms one reader works on at once. */
const atOnce = 4;
/** The most entries that are handled together. */
const pageLength = 100;
/** The most rooms that wait for their turn, and that wait for a retry; the others are found in the database. */
const mostRooms = 1_000;
/** How many entries without a wanted one a room collects before the reader skips them together. */
const unwantedEntries = 250;
const firstPauseMs = 1_000;
const longestPauseMs = 300_000;

/** Runs one reader over the logs of all rooms. A commit is only a hint: the database says which entries are unread. */
export class Reading {
  readonly #reader: DurableReader;
  readonly #options: ReadingOptions;
  /** The waiting rooms, in the order of their turns. */
  readonly #waiting = new Set<RoomId>();
  readonly #running = new Map<RoomId, Promise<void>>();
  /** Rooms that got new entries during their turn. */
  readonly #again = new Set<RoomId>();
  /** Failed rooms, each with the function that cancels its pause. */
  readonly #paused = new Map<RoomId, () => void>();
  readonly #tries = new Map<RoomId, number>();
  /** The number of unwanted entries since the last turn, by room. */
  readonly #unwanted = new Map<RoomId, number>();
  #scan: Promise<void> | undefined;
  /** True when a room was dropped for lack of space: then all rooms are scanned again. */
  #hasDropped = false;
  /** The number of scans in a row that needed another one. */
  #scans = 0;
  #cancelScan: (() => void) | undefined;
  /** Called when a turn or a scan has ended. */
  #listeners: (() => void)[] = [];
  #life: 'open' | 'closed' = 'open';

  constructor(reader: DurableReader, options: ReadingOptions) {
    this.#reader = reader;
    this.#options = options;
  }

  /** Handles the entries from before this process, and then those of new commits. */
  async start(): Promise<void> {
    const { name, wants } = this.#reader;
    await this.#options.store.ask.readers.register({ name, wants });
    this.#startScan();
  }

  /** Takes committed entries. */
  notice(room: RoomId, entries: readonly LogEntry[]): void {
    if (this.#reader.isIdle?.()) return;
    if (entries.some((entry) => this.#isWanted(entry))) return this.#queue(room);
    const unwanted = (this.#unwanted.get(room) ?? 0) + entries.length;
    if (unwanted >= unwantedEntries) return this.#queue(room);
    this.#unwanted.set(room, unwanted);
    const [oldest] = this.#unwanted.keys();
    if (this.#unwanted.size > mostRooms && oldest !== undefined) this.#queue(oldest);
  }

  /** Looks for unread entries in all rooms. */
  scan(): void {
    if (this.#life === 'open') this.#startScan();
  }

  get name(): string {
    return this.#reader.name;
  }

  /** Resolves when all committed entries are handled, except in rooms in which the reader failed. */
  async idle(): Promise<void> {
    while (this.#scan || this.#running.size > 0) await this.#change();
  }

  /** Waits for the running turns, and starts no others. Idempotent. */
  async close(): Promise<void> {
    this.#life = 'closed';
    this.#cancelScan?.();
    for (const stop of this.#paused.values()) stop();
    this.#paused.clear();
    this.#waiting.clear();
    this.#notifyListeners();
    await Promise.all([this.#scan, ...this.#running.values()]);
  }

  #isWanted({ feature, event }: LogEntry): boolean {
    return this.#reader.wants.some((one) => one.feature === feature && one.events.includes(event));
  }

  /** Puts a room into the queue. */
  #queue(room: RoomId): void {
    this.#unwanted.delete(room);
    if (this.#life === 'closed' || this.#paused.has(room)) return;
    if (this.#running.has(room)) {
      this.#again.add(room);
      return;
    }
    if (this.#waiting.size >= mostRooms) return this.#drop(room);
    this.#waiting.add(room);
    this.#begin();
  }

  #begin(): void {
    for (const room of this.#waiting) {
      if (this.#running.size >= atOnce) return;
      this.#waiting.delete(room);
      this.#running.set(room, this.#turn(room));
    }
  }

  /** Handles one page of one room, and queues the room again when there is more. Never rejects. */
  async #turn(room: RoomId): Promise<void> {
    let isMore = false;
    try {
      isMore = await this.#readPage(room);
      this.#tries.delete(room);
    } catch (error) {
      this.#options.report.failed(room, `reading the log for ${this.#reader.name}`, error);
      this.#pause(room);
    }
    this.#running.delete(room);
    if (this.#again.delete(room) || isMore) this.#queue(room);
    this.#begin();
    this.#notifyListeners();
  }

  /** Reads and handles one page; returns true when there may be more. */
  async #readPage(room: RoomId): Promise<boolean> {
    const { store } = this.#options;
    const { name: reader, wants } = this.#reader;
    const page = await store.ask.readers.page({ reader, room, wants, limit: pageLength });
    if (!page || page.upTo === page.from) return false;
    try {
      const written = page.entries.length > 0 ? await this.#reader.handle(room, page.entries) : [];
      await store.together([...written, store.calls.readers.move({ reader, room, from: page.from, to: page.upTo })]);
      if (written.length > 0) this.#reader.onCommitted?.();
    } catch (error) {
      if (await this.#isGone(room, error)) return false;
      throw error;
    }
    return page.more;
  }

  /** True when the error came because the room was erased meanwhile. */
  async #isGone(room: RoomId, error: unknown): Promise<boolean> {
    if (!(error instanceof AppError) || !['conflict', 'notFound'].includes(error.code)) return false;
    return (await this.#options.store.ask.rooms.find({ room })) === undefined;
  }

  #pause(room: RoomId): void {
    if (this.#life === 'closed') return;
    if (this.#paused.size >= mostRooms) return this.#drop(room);
    const tries = this.#tries.get(room) ?? 0;
    this.#tries.set(room, tries + 1);
    const goOn = () => {
      this.#paused.delete(room);
      this.#queue(room);
    };
    this.#paused.set(room, this.#options.clock.after(pauseMs(tries), goOn));
  }

  /** Drops a room for which there is no space; a later scan finds it. */
  #drop(room: RoomId): void {
    this.#tries.delete(room);
    this.#hasDropped = true;
    if (!this.#scan) this.#scanLater();
  }

  #scanLater(): void {
    if (this.#life === 'closed' || this.#cancelScan) return;
    this.#cancelScan = this.#options.clock.after(pauseMs(this.#scans), () => {
      this.#cancelScan = undefined;
      this.#startScan();
    });
    this.#scans += 1;
  }

  #startScan(): void {
    this.#scan ??= this.#scanRooms().finally(() => {
      this.#scan = undefined;
      if (this.#hasDropped) this.#scanLater();
      else this.#scans = 0;
      this.#notifyListeners();
    });
  }

  /** Queues all rooms in which this reader is behind, also those that are not open. Never rejects. */
  async #scanRooms(): Promise<void> {
    this.#hasDropped = false;
    const { store, report } = this.#options;
    try {
      for (let after: string | undefined = ''; after !== undefined && this.#life === 'open'; ) {
        // Waits until the queue has space for the rooms of one answer.
        while (this.#waiting.size > mostRooms / 2 && this.#life === 'open') await this.#change();
        const found: { rooms: RoomId[]; next?: string } = await store.ask.readers.behind({
          reader: this.#reader.name,
          after,
        });
        for (const room of found.rooms) this.#queue(room);
        after = found.next;
      }
    } catch (error) {
      report.failed('-', `scanning for unread rooms for ${this.#reader.name}`, error);
      this.#hasDropped = true;
    }
  }

  /** Resolves when the next turn or scan has ended. */
  #change(): Promise<void> {
    return new Promise((resolve) => this.#listeners.push(resolve));
  }

  #notifyListeners(): void {
    for (const listener of this.#listeners.splice(0)) listener();
  }
}

function pauseMs(tries: number): number {
  return Math.min(firstPauseMs * 2 ** tries, longestPauseMs);
}
