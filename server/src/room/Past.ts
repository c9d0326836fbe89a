import type { FileId, RoomId } from '@plenum/shared/core/ids';
import type { Clock, RoomLog } from './ports.ts';
import { restore } from './restore.ts';
import type { AnySlice, MemberView } from './serve.ts';
import type { States } from './states.ts';

/** How long the states of a read room are kept, in ms, and of how many rooms; requests for files use them too. */
const keptMs = 5_000;
const keptRooms = 4;
/** The pause after each read: `times` the duration of the read, and at most `most` ms, for all other work of this server. */
const rest = { times: 2, most: 2_000 } as const;

/** A viewer who is a member of no room: sees only what everybody sees. */
const nobody: MemberView = { id: '', name: '', role: 'guest', abilities: [] };

interface PastOptions {
  readonly store: RoomLog;
  readonly slices: readonly AnySlice[];
  readonly clock: Clock;
}

/** What everybody in a room can see, or could when it was open: read from the log, without opening the room. */
export class Past {
  readonly #options: PastOptions;
  readonly #slices: ReadonlyMap<string, AnySlice>;
  /** The states of recently read rooms: the export of a room asks for one file after the other. */
  readonly #kept = new Map<RoomId, { readonly states: Promise<States>; readonly until: number }>();

  readonly #waiting = new Map<RoomId, Promise<States>>();
  /** Reads run one after the other: a log may be long, and the host of a meeting may ask for all its rooms. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: PastOptions) {
    this.#options = options;
    this.#slices = new Map(options.slices.map((slice) => [slice.name, slice]));
  }

  /** The views of all features, by the name of the feature. */
  async views(room: RoomId): Promise<Readonly<Record<string, unknown>>> {
    const states = await this.#read(room);
    return Object.fromEntries(
      this.#options.slices.map(({ name, reducer }) => [name, reducer.view(states[name], nobody.id)]),
    );
  }

  /** True when the file is in what everybody in the room could see. */
  async shows(room: RoomId, file: FileId): Promise<boolean> {
    const kept = this.#kept.get(room);
    const isFresh = kept !== undefined && kept.until > this.#options.clock.monotonic();
    const states = await (isFresh ? kept.states : this.#read(room));
    return this.#options.slices.some(
      ({ name, handlers }) => handlers.outside?.mayHave?.(states[name], nobody, file) ?? false,
    );
  }

  /** A room that waits to be read is read once for all callers: what they asked for has happened before the reading begins. */
  #read(room: RoomId): Promise<States> {
    const waiting = this.#waiting.get(room);
    if (waiting) return waiting;
    const states = this.#inTurn(() => this.#restore(room));
    this.#waiting.set(room, states);
    this.#keep(room, states);
    return states;
  }

  async #restore(room: RoomId): Promise<States> {
    this.#waiting.delete(room);
    return (await restore(this.#options.store, room, this.#slices)).states;
  }

  #keep(room: RoomId, states: Promise<States>): void {
    const { clock } = this.#options;
    this.#kept.delete(room);
    this.#kept.set(room, { states, until: clock.monotonic() + keptMs });
    states.catch(() => this.#kept.delete(room));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptRooms && oldest !== undefined) this.#kept.delete(oldest);
  }

  #inTurn<T>(read: () => Promise<T>): Promise<T> {
    const { clock } = this.#options;
    let begun = 0;
    const result = this.#last.then(() => {
      begun = clock.monotonic();
      return read();
    });
    const pause = () => {
      const ms = Math.min(rest.most, rest.times * (clock.monotonic() - begun));
      return ms > 0 ? new Promise<void>((resolve) => void clock.after(ms, resolve)) : undefined;
    };
    this.#last = result.then(pause, pause);
    return result;
  }
}
