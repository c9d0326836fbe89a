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

/** Rooms that one reader works on at the same time. */
const atOnce = 4;
/** Entries that are handled together. */
const pageLength = 100;
/** Rooms that wait for their turn, and rooms that wait for another try, at most; the database knows the others. */
const mostRooms = 1_000;
/** Entries that nobody wants are passed over together: so many, and a room is looked at. */
const unwantedEntries = 250;
const firstPauseMs = 1_000;
const longestPauseMs = 300_000;

/** One reader's way through the logs of all rooms: what is committed is a hint, the database says what is to be read. */
export class Reading {
  readonly #reader: DurableReader;
  readonly #options: ReadingOptions;
  /** In the order in which they have their turns. */
  readonly #waiting = new Set<RoomId>();
  readonly #running = new Map<RoomId, Promise<void>>();
  /** Rooms with new entries while their turn was under way. */
  readonly #again = new Set<RoomId>();
  /** Failed rooms: how often, and what ends their pause. */
  readonly #paused = new Map<RoomId, () => void>();
  readonly #tries = new Map<RoomId, number>();
  /** Entries since a room was looked at, none of them wanted. */
  readonly #unwanted = new Map<RoomId, number>();
  #look: Promise<void> | undefined;
  /** True when a room had no place in memory: all of them are looked through again. */
  #hasDropped = false;
  /** Looks in a row after which another one was needed. */
  #looks = 0;
  #stopLookingLater: (() => void) | undefined;
  /** Called when a turn or a look is over. */
  #listeners: (() => void)[] = [];
  #life: 'open' | 'closed' = 'open';

  constructor(reader: DurableReader, options: ReadingOptions) {
    this.#reader = reader;
    this.#options = options;
  }

  /** Reads what was committed before this process began, and from now on what it is told of. */
  async start(): Promise<void> {
    const { name, wants } = this.#reader;
    await this.#options.store.ask.readers.register({ name, wants });
    this.#startLook();
  }

  /** Entries were committed. */
  notice(room: RoomId, entries: readonly LogEntry[]): void {
    if (entries.some((entry) => this.#isWanted(entry))) return this.#await(room);
    const unwanted = (this.#unwanted.get(room) ?? 0) + entries.length;
    if (unwanted >= unwantedEntries) return this.#await(room);
    this.#unwanted.set(room, unwanted);
    const [oldest] = this.#unwanted.keys();
    if (this.#unwanted.size > mostRooms && oldest !== undefined) this.#await(oldest);
  }

  /** Resolves when all that was committed is handled, but for rooms in which it failed. */
  async idle(): Promise<void> {
    while (this.#look || this.#running.size > 0) await this.#change();
  }

  /** Ends the turns that are under way, and begins no others. Idempotent. */
  async close(): Promise<void> {
    this.#life = 'closed';
    this.#stopLookingLater?.();
    for (const stop of this.#paused.values()) stop();
    this.#paused.clear();
    this.#waiting.clear();
    this.#tell();
    await Promise.all([this.#look, ...this.#running.values()]);
  }

  #isWanted({ feature, event }: LogEntry): boolean {
    return this.#reader.wants.some((one) => one.feature === feature && one.events.includes(event));
  }

  /** Gives a room its turn. */
  #await(room: RoomId): void {
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

  /** One page of one room; the rest of it comes after the other rooms. Never rejects. */
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
    if (this.#again.delete(room) || isMore) this.#await(room);
    this.#begin();
    this.#tell();
  }

  /** The answer is whether there is more. */
  async #readPage(room: RoomId): Promise<boolean> {
    const { store } = this.#options;
    const { name: reader, wants } = this.#reader;
    const page = await store.ask.readers.page({ reader, room, wants, limit: pageLength });
    if (!page || page.upTo === page.from) return false;
    try {
      const written = page.entries.length > 0 ? await this.#reader.handle(room, page.entries) : [];
      await store.together([...written, store.calls.readers.move({ reader, room, from: page.from, to: page.upTo })]);
    } catch (error) {
      if (await this.#isGone(room, error)) return false;
      throw error;
    }
    return page.more;
  }

  /** Whether something failed because the room was erased meanwhile. */
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
      this.#await(room);
    };
    this.#paused.set(room, this.#options.clock.after(pauseMs(tries), goOn));
  }

  /** There is no place for this room: a later look finds it. */
  #drop(room: RoomId): void {
    this.#tries.delete(room);
    this.#hasDropped = true;
    if (!this.#look) this.#lookLater();
  }

  #lookLater(): void {
    if (this.#life === 'closed' || this.#stopLookingLater) return;
    this.#stopLookingLater = this.#options.clock.after(pauseMs(this.#looks), () => {
      this.#stopLookingLater = undefined;
      this.#startLook();
    });
    this.#looks += 1;
  }

  #startLook(): void {
    this.#look ??= this.#lookThrough().finally(() => {
      this.#look = undefined;
      if (this.#hasDropped) this.#lookLater();
      else this.#looks = 0;
      this.#tell();
    });
  }

  /** Finds the rooms that this reader is behind in, those included that are not open. Never rejects. */
  async #lookThrough(): Promise<void> {
    this.#hasDropped = false;
    const { store, report } = this.#options;
    try {
      for (let after: string | undefined = ''; after !== undefined && this.#life === 'open'; ) {
        // No more rooms than have a place.
        while (this.#waiting.size > mostRooms / 2 && this.#life === 'open') await this.#change();
        const found: { rooms: RoomId[]; next?: string } = await store.ask.readers.behind({
          reader: this.#reader.name,
          after,
        });
        for (const room of found.rooms) this.#await(room);
        after = found.next;
      }
    } catch (error) {
      report.failed('-', `looking for rooms behind for ${this.#reader.name}`, error);
      this.#hasDropped = true;
    }
  }

  /** Resolves when the next turn or look is over. */
  #change(): Promise<void> {
    return new Promise((resolve) => this.#listeners.push(resolve));
  }

  #tell(): void {
    for (const listener of this.#listeners.splice(0)) listener();
  }
}

function pauseMs(tries: number): number {
  return Math.min(firstPauseMs * 2 ** tries, longestPauseMs);
}
