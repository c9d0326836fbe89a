import { inBackground } from '@plenum/shared/core/background';
import { AppError } from '@plenum/shared/core/errors';
import type { FileId, MemberId, RoomId } from '@plenum/shared/core/ids';
import type { RoomRecord } from '@plenum/shared/core/log';
import { Moved, unlessMoved, type Where } from '../cluster/Directory.ts';
import { Closed } from './Closed.ts';
import { Families } from './Families.ts';
import { type Hold, Ownership } from './Ownership.ts';
import { Past } from './Past.ts';
import { Room } from './Room.ts';
import type { Opening } from './roomOptions.ts';
import { RoomTimers } from './RoomTimers.ts';
import type { RoomsOptions } from './roomsOptions.ts';
import type { AnySlice } from './serve.ts';
import { Sweep } from './Sweep.ts';
import { Unreadable, UnreadableRooms } from './Unreadable.ts';
import { Welcomes } from './Welcomes.ts';

/** How long an empty room stays in memory, in ms. */
const idleMs = 60_000;
/** How long another node may take to open a family, and its members to have their media there, in ms. */
const lingerMs = 5_000;

/** The rooms that are open on this server; a room is opened from its log when a caller asks for it. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #open = new Map<RoomId, Promise<Room>>();
  readonly #occupied = new Map<RoomId, boolean>();
  readonly #families: Families;
  readonly #past: Past;
  readonly #welcomes: Welcomes;
  readonly #idling: RoomTimers;
  readonly #ownership: Ownership;
  /** For each room in memory: its family, and the function that releases it. */
  readonly #holds = new Map<RoomId, Hold>();
  readonly #unreadable: UnreadableRooms;
  readonly #closed = new Closed();
  /** Rooms that were given to another node, and whose media go on here until their members are there. */
  readonly #lingering: RoomTimers;
  readonly #sweep: Sweep;
  #life: 'open' | 'closed' = 'open';

  private constructor(options: RoomsOptions) {
    this.#options = options;
    const { clock, passTo, onAway, shareFiles, report } = options;
    this.#past = new Past(options);
    this.#welcomes = new Welcomes(clock);
    this.#unreadable = new UnreadableRooms(report);
    this.#lingering = new RoomTimers(clock, lingerMs, options.onClosed);
    const unload = (id: RoomId) => this.#inBackground(id, 'closing an empty room', this.#unload(id));
    this.#idling = new RoomTimers(clock, idleMs, unload);
    this.#sweep = new Sweep({ ...options, retire: (id) => this.#retire(id) });
    this.#ownership = new Ownership({
      directory: options.directory,
      rootOf: (id) => options.store.rootOf(id),
      failed: (id, error) => void report.failed(id, 'releasing a family', error),
    });
    this.#families = new Families({
      clock,
      passTo,
      onAway,
      shareFiles,
      find: (id) => this.find(id),
      create: (record) => this.create(record),
      end: (id) => this.#end(id),
      failed: (room, what, error) => void report.failed(room, what, error),
    });
  }

  /** Opens the rooms of this node that had members when the server stopped, so that their seats wait for their lines. */
  static async open(options: RoomsOptions): Promise<Rooms> {
    const rooms = new Rooms(options);
    for (const id of await options.store.occupiedRooms()) await rooms.adopt(id);
    rooms.#sweep.start();
    return rooms;
  }

  /** The opening settings begin the log of the room (decision 0150). @throws AppError `conflict` when the id is taken */
  async create(record: RoomRecord, opening: Opening = {}): Promise<void> {
    this.#requireOpen();
    await this.#options.store.createRoom(record);
    if (Object.keys(opening).length === 0) return;
    await (await this.find(record.id, 'here'))?.begin(opening);
    // The node that has the most to spare gets it with its first member.
    if (!this.#options.directory.hasOthers || record.parent !== undefined) return;
    await this.#unload(record.id).then(() => this.#ownership.settled(record.id));
  }

  /** Rooms that are being brought in and are not whole yet: no sweep erases them. */
  get spared(): Set<RoomId> {
    return this.#sweep.spared;
  }

  /** The room, opened from its log if necessary; undefined when it does not exist. @throws Moved */
  find(id: RoomId, where: Where = 'anywhere'): Promise<Room | undefined> {
    const open = this.#open.get(id);
    return open ?? this.#load(id, where);
  }

  /** @throws AppError `notFound`; Moved, with the other node's address, when the room is there */
  async require(id: RoomId, where?: Where): Promise<Room> {
    this.#requireOpen();
    const room = await this.find(id, where);
    if (!room) throw new AppError('notFound', 'There is no such room.');
    return room;
  }

  /** The room when it is in memory: a room with people always is. */
  async peek(id: RoomId): Promise<Room | undefined> {
    return this.#open.get(id);
  }

  /** As `peek`. @throws Moved when the room is on another node */
  async seek(id: RoomId): Promise<Room | undefined> {
    const { directory, store } = this.#options;
    if (this.#open.has(id) || !directory.hasOthers) return this.#open.get(id);
    const place = await directory.find(await store.rootOf(id));
    if (place) throw new Moved(place);
  }

  /** Gives a room that no node has to the one with the most to spare. @throws Moved when that is another one */
  async place(id: RoomId): Promise<void> {
    if (this.#options.directory.hasOthers) await this.find(id);
  }

  /** Opens a room here when no other node has it. Never rejects. */
  async adopt(id: RoomId): Promise<void> {
    if (this.#life !== 'open') return;
    await this.find(id, 'here').catch((error: unknown) => {
      if (error instanceof Unreadable || error instanceof Moved) return;
      this.#options.report.failed(id, 'opening the room again', error);
    });
  }

  /** The main rooms with people in them. */
  async live(): Promise<readonly Room[]> {
    return (await this.opened()).filter(({ record, people }) => record.parent === undefined && people > 0);
  }

  /**
   * Ends a room for everybody in it and erases it with all that it has, breakouts included. A room of another node is left to
   * the sweep of that node.
   */
  async remove(id: RoomId): Promise<void> {
    this.#requireOpen();
    const hold = await this.#ownership.hold(id).catch(unlessMoved);
    if (!hold) return;
    try {
      await this.#end(id);
      await this.#erase(id);
    } finally {
      hold.release();
    }
  }

  /**
   * Works on the log of a room, which stays closed meanwhile: callers who ask for the room wait.
   * @throws AppError `conflict` while people are in it
   */
  whileClosed<T>(id: RoomId, work: (slices: readonly AnySlice[]) => Promise<T>): Promise<T> {
    return this.#closed.during(id, async () => {
      this.#requireOpen();
      const { release } = await this.#ownership.hold(id);
      try {
        await this.#unload(id, () => {
          throw new AppError('conflict', 'A meeting is on in this space. End it first.');
        });
        return await work(this.#options.slices);
      } finally {
        release();
      }
    });
  }

  /** @throws AppError `forbidden` when the room is a child and not the member's place */
  async requirePlace(room: Room, member: MemberId): Promise<void> {
    await this.#families.requirePlace(room, member);
  }

  /** @throws AppError `notFound` when `child` is not a child of `parent` */
  async requireChild(parent: RoomId, child: RoomId): Promise<RoomRecord> {
    this.#requireOpen();
    const record = await this.#options.store.findRoom(child);
    if (record?.parent !== parent) throw new AppError('notFound', 'There is no such room.');
    return record;
  }

  /** What everybody in a room can see, or could when it was open: read from the log, without opening the room. */
  contents(id: RoomId): Promise<Readonly<Record<string, unknown>>> {
    return this.#unreadable.read(id, () => this.#past.views(id));
  }

  /** True when a file is among the contents of a room. */
  contentsShow(id: RoomId, file: FileId): Promise<boolean> {
    return this.#unreadable.read(id, () => this.#past.shows(id, file));
  }

  /** The families with rooms in memory. */
  get families(): readonly RoomId[] {
    return [...new Set([...this.#holds.values()].map(({ root }) => root))];
  }

  /** Another node owns this family: its rooms are closed here, nothing more is written, and members hear where they are. */
  async abandon(root: RoomId, roomUrl: string | undefined): Promise<void> {
    for (const [id, room] of await this.#take(root)) {
      room?.abandon(roomUrl);
      this.#left(id);
    }
  }

  /**
   * Gives a family to another node: saves and closes its rooms, and tells the members where they are. Their media go on here
   * until they are there.
   * @param take called when this node has released the family; returns the address of the room lines at the other node
   */
  async handOver(root: RoomId, take: () => Promise<string | undefined>): Promise<void> {
    // Callers who ask for the rooms meanwhile wait, so that none is opened here again.
    await this.#closed.during(root, async () => {
      const told: ((roomUrl: string | undefined) => void)[] = [];
      const given: RoomId[] = [];
      for (const [id, room] of await this.#take(root)) {
        if (room) told.push(await room.handOver());
        this.#release(id);
        this.#options.onGiven(id);
        this.#lingering.start(id);
        given.push(id);
      }
      await this.#ownership.settled(root);
      const roomUrl = await take().catch((error: unknown) => {
        this.#options.report.failed(root, 'handing a family over', error);
        return undefined;
      });
      for (const tell of told) tell(roomUrl);
      if (roomUrl === undefined) for (const id of given) this.#lingering.runNow(id);
    });
  }

  /** The rooms of a family that are in memory, which they leave; children first, because they use their parent. */
  async #take(root: RoomId): Promise<readonly (readonly [RoomId, Room | undefined])[]> {
    const rooms: (readonly [RoomId, Room | undefined])[] = [];
    for (const [id, hold] of [...this.#holds].toReversed()) {
      if (hold.root !== root) continue;
      const room = await this.#open.get(id)?.catch(() => undefined);
      this.#forget(id);
      rooms.push([id, room]);
    }
    return rooms;
  }

  /** The rooms in memory. */
  async opened(): Promise<readonly Room[]> {
    const opened = await Promise.allSettled(this.#open.values());
    return opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }

  /** The number of open rooms, and of the people in them. */
  async census(): Promise<{ rooms: number; people: number }> {
    const rooms = await this.opened();
    return { rooms: rooms.length, people: rooms.reduce((sum, room) => sum + room.people, 0) };
  }

  /** Saves and closes every room; its seats are kept for after the restart. Idempotent. */
  async close(): Promise<void> {
    if (this.#life === 'closed') return;
    this.#life = 'closed';
    this.#sweep.stop();
    this.#families.stop();
    this.#lingering.cancelAll();
    this.#idling.cancelAll();
    const closed = await Promise.allSettled((await this.opened()).map((room) => room.close('stopping')));
    for (const one of closed) {
      if (one.status === 'rejected') this.#options.report.failed('-', 'closing a room', one.reason);
    }
    this.#open.clear();
    for (const { release } of this.#holds.values()) release();
    await this.#ownership.idle();
  }

  #requireOpen(): void {
    if (this.#life !== 'open') throw new AppError('unavailable', 'The server is stopping.');
  }

  async #load(id: RoomId, where: Where): Promise<Room | undefined> {
    const record = await this.#options.store.findRoom(id);
    if (!record) return undefined;
    const hold = await this.#ownership.hold(id, where);
    await this.#closed.left(id);
    const waiting = this.#open.get(id);
    if (waiting) return waiting.finally(() => hold.release());
    this.#lingering.runNow(id);
    const { store, channelOf } = this.#options;
    const readers = [...this.#options.readers, () => this.#watchPeople(id)];
    const parts = { family: this.#families, welcomes: this.#welcomes, channel: channelOf(id), readers };
    const opening = this.#unreadable.read(id, () => Room.open({ ...this.#options, ...parts, record, log: store }));
    this.#open.set(id, opening);
    this.#holds.set(id, hold);
    try {
      const room = await opening;
      this.#occupied.set(id, room.people > 0);
      if (room.people === 0) this.#idling.start(id);
      this.#inBackground(id, 'connecting a room to its family', this.#families.opened(room));
      return room;
    } catch (error) {
      this.#open.delete(id);
      this.#release(id);
      throw error;
    }
  }

  #release(id: RoomId): void {
    this.#holds.get(id)?.release();
    this.#holds.delete(id);
  }

  /** The room is closed, and its log is written. */
  #left(id: RoomId): void {
    this.#release(id);
    this.#options.onClosed(id);
  }

  /** Call it after each commit: stores when a room fills or becomes empty. */
  #watchPeople(id: RoomId): void {
    const opening = this.#open.get(id);
    if (opening) this.#inBackground(id, 'storing whether a room is empty', this.#follow(id, opening));
  }

  async #follow(id: RoomId, opening: Promise<Room>): Promise<void> {
    const room = await opening;
    this.#families.changed(room);
    const occupied = room.people > 0;
    if (this.#occupied.get(id) === occupied) return;
    this.#occupied.set(id, occupied);
    if (occupied) this.#idling.cancel(id);
    else this.#idling.start(id);
    try {
      await this.#options.store.markRoom(id, occupied ? undefined : this.#options.clock.now());
    } catch (error) {
      // Forgotten, so that the next commit tries again.
      if (this.#occupied.get(id) === occupied) this.#occupied.delete(id);
      throw error;
    }
  }

  #inBackground(id: RoomId, what: string, work: Promise<unknown>): void {
    inBackground(work, (error) => this.#options.report.failed(id, what, error));
  }

  /** Takes an empty room out of memory; a room with people stays. */
  async #unload(id: RoomId, onPeople = (): void => {}): Promise<void> {
    const room = await this.#open.get(id);
    if (!room) return;
    if (room.people > 0) return onPeople();
    this.#forget(id);
    await room.close('stopping');
    this.#left(id);
  }

  #forget(id: RoomId): void {
    this.#open.delete(id);
    this.#occupied.delete(id);
    this.#idling.cancel(id);
    this.#families.closed(id);
  }

  /** Ends a room and its children for all members in them; the logs stay. */
  async #end(id: RoomId): Promise<void> {
    for (const child of await this.#options.store.childrenOf(id)) await this.#end(child);
    const room = await this.#open.get(id);
    this.#forget(id);
    await room?.close('ended');
    this.#left(id);
  }

  async #erase(id: RoomId): Promise<void> {
    for (const child of await this.#options.store.childrenOf(id)) await this.#erase(child);
    await this.#options.eraseBeside(id);
    await this.#options.store.eraseRoom(id);
    this.#unreadable.forget(id);
  }

  async #retire(id: RoomId): Promise<void> {
    const { release } = await this.#ownership.hold(id);
    try {
      const room = await this.#open.get(id);
      if (room && room.people + this.#families.peopleBelow(id) > 0) return;
      await this.#end(id);
      await this.#erase(id);
    } finally {
      release();
    }
  }
}
