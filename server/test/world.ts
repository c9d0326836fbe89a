import type { Ability, Role } from '@plenum/shared/core/abilities';
import type { CommandName, Contract, InputOf, StateOf } from '@plenum/shared/core/contract';
import type { Reply } from '@plenum/shared/core/errors';
import type { RoomRecord } from '@plenum/shared/core/log';
import { refreshed } from '@plenum/shared/core/refresh';
import type { Refresh } from '@plenum/shared/core/wire';
import { Memo } from '@plenum/shared/core/Memo';
import { features } from '@plenum/shared/features/index';
import * as knows from '@plenum/shared/features/presence/knows';
import { rightsUnder } from '@plenum/shared/features/moderation/rights';
import type { StampOrder } from '../src/ballot/Stamper.ts';
import type { Directory } from '../src/cluster/Directory.ts';
import { LocalDirectory } from '../src/cluster/LocalDirectory.ts';
import { createSlices } from '../src/features/index.ts';
import type { CatchUp, Channel, Frame, Line, LogReader } from '../src/room/ports.ts';
import { stampPaper } from '@plenum/shared/ballot/papers';
import type { Stamp } from '@plenum/shared/ballot/scheme';
import { Stamping } from '../src/features/poll/stamping.ts';
import type { PlaceBounds } from '../src/room/findPlace.ts';
import type { Room } from '../src/room/Room.ts';
import { Rooms } from '../src/room/Rooms.ts';
import type { Comer, Seat } from '../src/room/serve.ts';
import { FakeClock } from './FakeClock.ts';
import { MemoryLog } from './MemoryLog.ts';

/** A member's client without a socket: it clones each frame, as a network does, and reduces it like a browser. */
export class Client implements Line {
  readonly seat: Seat;
  readonly room: Room;
  readonly frames: Frame[] = [];
  readonly refreshes: Refresh[] = [];
  states: Record<string, unknown> = {};
  seq = 0;
  closed: string | undefined;
  /** For all clients together: a member who comes back with another client must not use a key again. */
  static #keys = 0;

  constructor(seat: Seat, room: Room) {
    this.seat = seat;
    this.room = room;
  }

  welcome({ seq, catchUp }: CatchUp): void {
    if (catchUp.kind === 'snapshot') this.states = structuredClone(catchUp.states);
    else for (const { name, payload, meta } of catchUp.events) this.send({ name, payload, meta });
    this.seq = seq;
  }

  send(frame: Frame): void {
    const { name, payload, meta } = structuredClone(frame);
    this.frames.push(frame);
    if (!meta || meta.seq <= this.seq) return;
    const [feature = '', event = ''] = name.split(':');
    const reducer = features.find(({ contract }) => contract.name === feature);
    if (!reducer) throw new Error(`unknown feature in ${name}`);
    const parsed = reducer.contract.events[event]?.payload.parse(payload);
    this.states[feature] = reducer.reduce(this.states[feature], event, parsed, meta);
    this.seq = meta.seq;
  }

  refresh(refresh: Refresh): void {
    const told = structuredClone(refresh);
    this.refreshes.push(told);
    this.states = { ...refreshed(this.states, told, features) };
    this.seq = Math.max(this.seq, told.seq);
  }

  close(reason: string): void {
    this.closed = reason;
  }

  move(roomUrl: string | undefined): void {
    this.closed = `moved to ${roomUrl}`;
  }

  /** Sends a command, with a new key unless one is given. */
  ask<C extends Contract, K extends CommandName<C>>(
    contract: C,
    name: K,
    input: InputOf<C, K>,
    key?: string,
  ): Promise<Reply> {
    return this.askRaw(`${contract.name}:${name}`, input, key);
  }

  askRaw(name: string, input: unknown, key?: string): Promise<Reply> {
    Client.#keys += 1;
    return this.room.dispatch(this.seat.id, name, input, key ?? `${this.seat.id}-${Client.#keys}`);
  }

  /** The state of one feature that this client has. */
  state<C extends Contract>(contract: C): StateOf<C> {
    return contract.state.parse(this.states[contract.name]) as StateOf<C>;
  }

  /** The names of the received events, in order. */
  get heard(): string[] {
    return this.frames.map(({ name }) => name);
  }
}

export const roomId = 'test-room';
const record: RoomRecord = { id: roomId, title: 'Test', hostKeyHash: '00', createdAt: 1 };

/** Real rooms and features over a log in memory and a clock that tests move. */
export class World {
  readonly clock = new FakeClock();
  readonly log = new MemoryLog();
  /** The rooms whose files were erased. */
  readonly erased: string[] = [];
  readonly reports: { readonly what: string; readonly error: unknown }[] = [];
  /** The abilities of members; those of the feature moderation when undefined. */
  rights: ((seat: Seat, states: Readonly<Record<string, unknown>>) => readonly Ability[]) | undefined;
  /** How often the abilities of a member were computed. */
  rightsComputed = 0;
  /** How often the abilities of a member were read, computed or remembered. */
  rightsLookedUp = 0;
  readonly #counted = new Memo<(seat: Seat) => readonly Ability[]>();
  /** The bounds of people in a room; take effect at the next `start`. */
  bounds: PlaceBounds = { roomPeople: 500, roomWaiting: 100, addressSeats: 500, addressWaiting: 10 };
  /** The bound of a room's log, in bytes; takes effect at the next `start`. */
  logBytes = 256 * 1024 * 1024;
  isDiskFull = false;
  /** Members whose media in a room ended because they are in a child of it. */
  readonly away: { readonly room: string; readonly member: string }[] = [];
  rooms!: Rooms;
  #stamping!: Stamping;
  /** Stamps a ballot paper; in a real server a thread does it. */
  stamp = async ({ key, publicKey, blinded }: StampOrder): Promise<Stamp> => stampPaper(key, publicKey, blinded);
  slices = createSlices((_room, member) => ({ url: '/media', ticket: `ticket-of-${member}` }));
  /** The files that child rooms have of their parents, as `room/file`. */
  readonly shared: string[] = [];
  shareFiles = async (_parent: string, child: string, files: readonly string[]): Promise<void> => {
    this.shared.push(...files.map((file) => `${child}/${file}`));
  };
  /** Wraps a port of the rooms, by name; takes effect at the next `start`. */
  wrap = <T extends object>(_port: string, part: T): T => part;
  directory: Directory = new LocalDirectory({ node: 'here', roomUrl: '/socket.io', mediaUrl: '/media' });
  readers: readonly LogReader[] = [];
  onClosed: (room: string) => void = () => undefined;
  #ids = 0;

  static async create(): Promise<World> {
    const world = new World();
    await world.log.createRoom(record);
    await world.start();
    return world;
  }

  /** Starts the rooms on the present log; after `crash`, like a restarted server. */
  async start(): Promise<void> {
    this.clock.forget();
    const channels = new Map<string, Set<Line>>();
    const channelOf = (id: string): Channel => {
      const lines = channels.get(id) ?? new Set();
      channels.set(id, lines);
      return this.wrap<Channel>('channel', {
        add: (line) => void lines.add(line),
        remove: (line) => void lines.delete(line),
        send: (frame, to) => {
          for (const line of to ?? lines) line.send(frame);
        },
        hold: () => undefined,
        release: () => undefined,
      });
    };
    const report = {
      failed: (_room: string, what: string, error: unknown) => String(this.reports.push({ what, error })),
    };
    const stamper = { stamp: (order: StampOrder) => this.stamp(order), close: async () => undefined };
    this.#stamping = new Stamping({ stamper, clock: this.clock, report });
    this.rooms = await Rooms.open({
      directory: this.directory,
      store: this.wrap('store', this.log),
      slices: this.slices.all,
      clock: this.clock,
      newId: () => `id-${(this.#ids += 1)}`,
      channelOf,
      report,
      readers: [this.#stamping.onCommitted, ...this.readers],
      onClosed: (room) => this.onClosed(room),
      onGiven: () => undefined,
      bounds: this.bounds,
      passTo: (room, { id }) => ({ url: '/socket.io', ticket: `pass-to-${room}-for-${id}` }),
      onAway: (room, member) => void this.away.push({ room, member }),
      shareFiles: (parent, child, files) => this.shareFiles(parent, child, files),
      eraseBeside: async (room) => void this.erased.push(room),
      logBytes: this.logBytes,
      isDiskFull: () => this.isDiskFull,
      graceMs: 60_000,
      retentionMs: 3_600_000,
      rightsUnder: (states) => {
        this.rightsLookedUp += 1;
        const own = this.rights;
        const rights = rightsUnder(states);
        return this.#counted.of(own ? [own, states] : [rights], () => (seat) => {
          this.rightsComputed += 1;
          return own ? own(seat, states) : rights(seat);
        });
      },
      unenteredMs: 600_000,
      acquaintance: knows,
    });
    this.#stamping.serve(this.rooms);
  }

  /** Resolves when no work runs beside the rooms: all requested ballot papers are stamped. */
  idle(): Promise<void> {
    return this.#stamping.idle();
  }

  room(): Promise<Room> {
    return this.rooms.require(roomId);
  }

  /** A new member joins with a new ticket. */
  async enter(name: string, role: Role = 'participant'): Promise<Client> {
    return this.join({ id: name.toLowerCase(), name, role });
  }

  join(seat: Omit<Comer, 'waits'>, after?: number, before?: Client): Promise<Client> {
    return this.joinIn(roomId, seat, after, before);
  }

  /** A member takes a seat in any room. */
  async joinIn(id: string, seat: Omit<Comer, 'waits'>, after?: number, before?: Client): Promise<Client> {
    const room = await this.rooms.require(id);
    const client = new Client(seat, room);
    if (before) {
      client.states = structuredClone(before.states);
      client.seq = before.seq;
    }
    await room.join(seat, client, after);
    return client;
  }

  /** The full view that a member who joins now would get. */
  async freshView(client: Client): Promise<Record<string, unknown>> {
    const again = await this.join(client.seat);
    return again.states;
  }
}
