import { randomUUID } from 'node:crypto';
import type { RoomId } from '@plenum/shared/core/ids';
import type { LogEntry, RoomRecord } from '@plenum/shared/core/log';
import { openStore } from '../openStore.ts';
import type { Store } from '../ports.ts';

/** A place for stores that a test can read and change from outside. */
export interface StoreWorld {
  readonly data: string;
  readonly databaseUrl?: string;
  /** Runs SQL without the store, like another version or an operator. */
  sql(statement: string): Promise<void>;
  destroy(): Promise<void>;
}

/** The tools of a test: a world, and the stores that it opens there. */
export class Bench {
  readonly #createWorld: () => Promise<StoreWorld>;
  #world: StoreWorld | undefined;
  #open: Store[] = [];
  #unreadable: string[] = [];

  constructor(createWorld: () => Promise<StoreWorld>) {
    this.#createWorld = createWorld;
  }

  get world(): StoreWorld {
    if (!this.#world) throw new Error('The bench is used outside a test.');
    return this.#world;
  }

  /** `<room> <seq>` of each row that was reported since the last call. */
  takeUnreadable(): string[] {
    return this.#unreadable.splice(0);
  }

  async begin(): Promise<void> {
    this.#world = await this.#createWorld();
  }

  async end(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((store) => store.close()));
    await this.#world?.destroy();
    this.#world = undefined;
    this.#unreadable = [];
  }

  /** The store that is already open, or a new one: for tests that only need their own rooms. */
  async store(): Promise<Store> {
    return this.#open[0] ?? this.open();
  }

  /** Opens another store on the same world. */
  async open(): Promise<Store> {
    const { data, databaseUrl } = this.world;
    const onUnreadable = (room: string, seq: number) => void this.#unreadable.push(`${room} ${seq}`);
    const store = await openStore({ data, databaseUrl, onUnreadable });
    this.#open.push(store);
    return store;
  }

  /** A store with a room whose log is empty. */
  async openRoom(): Promise<{ store: Store; id: RoomId }> {
    const store = await this.store();
    const room = roomRecord();
    await store.createRoom(room);
    return { store, id: room.id };
  }
}

/** A record of a new room. */
export function roomRecord(id: RoomId = randomUUID()): RoomRecord {
  return { id, title: 'Assembly of the mill', hostKeyHash: 'ab'.repeat(32), createdAt: 1_000 };
}

/** The entries `from` to `to`, both included; those of two calls differ in their texts. */
export function entries(from: number, to: number, word: string = randomUUID()): LogEntry[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    seq: from + index,
    at: 1_790_000_000_000 + index,
    feature: 'chat',
    event: 'sent',
    payload: { text: `${word} ${from + index}` },
    by: 'member-1',
  }));
}

/** The numbers `from` to `to`, both included. */
export function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
