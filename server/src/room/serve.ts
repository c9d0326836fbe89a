import type { Ability, Role } from '@plenum/shared/core/abilities';
import type {
  CommandName,
  Contract,
  EventName,
  InputOf,
  OutputOf,
  PayloadOf,
  StateOf,
  UnsignedCommand,
} from '@plenum/shared/core/contract';
import type { AppError } from '@plenum/shared/core/errors';
import type { FileId, MemberId, PersonId, RoomId } from '@plenum/shared/core/ids';
import type { Reducer } from '@plenum/shared/core/reducer';
import type { DoorSign } from '@plenum/shared/core/wire';
import type { Brought, ChildState, Relatives } from './family.ts';

/** A member's place in a room, as the ticket grants it and as the state keeps it. */
export interface Seat {
  readonly id: MemberId;
  readonly name: string;
  readonly role: Role;
  /** The browser of this person, in all rooms and under every name; never sent to a client. */
  readonly person?: PersonId | undefined;
}

/** A person with a ticket who asks for a place. */
export interface Comer extends Seat {
  /** `member`: the comer has the key of members. `inside`: the comer was inside before. */
  readonly standing?: 'member' | 'inside' | undefined;
  /** The comer's address as an opaque word that can only be compared; never in a log. */
  readonly origin?: string | undefined;
  /** True when the comer must wait outside; then `door.knocked` and not `life.joined` is called. */
  readonly waits: boolean;
}

/** A member as handlers see one. */
export interface MemberView extends Seat {
  readonly abilities: readonly Ability[];
}

/** The placeholder for the caller, where there is none or the handler may not know it. */
export const nobody: MemberView = { id: '', name: '', role: 'participant', abilities: [] };

/** All that a handler may use: it has no socket, no global and no clock of its own. */
export interface Context<C extends Contract = Contract> {
  readonly room: RoomId;
  readonly state: StateOf<C>;
  /** All members here with their rights, computed when it is read: read it only when it is needed. */
  readonly members: readonly MemberView[];
  /** One member; undefined when no member here has that id. */
  find(id: MemberId): MemberView | undefined;
  /** True while there is a seat for one more person of this role. */
  hasSeatFor(role: Role): boolean;
  /** Whether `viewer` may know that `other` is here. The room applies it to events, views and answers by itself. */
  knows(viewer: MemberId, other: MemberId): boolean;
  /** The parent and the children of this room. */
  readonly rooms: Relatives;
  /** Emits an event. With `to` it is private: no other member ever gets it. */
  emit<K extends EventName<C>>(
    event: K,
    payload: PayloadOf<C, K>,
    options?: { readonly to?: readonly MemberId[] },
  ): void;
  /**
   * Puts a value into one of this feature's boxes, in the same commit as the events of this transaction; it must have at
   * least one. A box is no part of the state: it holds values that must not stand beside their time, order or author.
   */
  drop(box: string, value: unknown): void;
  /** Calls `errands.box` with all values of the box once this transaction is durable; tries again until that succeeds. */
  openBox(box: string): void;
  /** Deletes the values of the box, in the same commit as the events of this transaction. */
  emptyBox(box: string): void;
  /** Epoch milliseconds. */
  now(): number;
  newId(): string;
}

/** The context of a command handler: it also has the caller, who is known, allowed and has valid input. */
export interface CommandContext<C extends Contract = Contract> extends Context<C> {
  readonly member: MemberView;
}

/** The context of a command's handler: the handler of an unsigned command does not know the caller. */
type AskedContext<C extends Contract, K extends CommandName<C>> = C['commands'][K] extends UnsignedCommand
  ? Context<C>
  : CommandContext<C>;

/** One feature's handler of an event of another feature. */
export interface Listener {
  readonly name: string;
  readonly handle: (context: Context, payload: unknown) => void;
}

/** The hooks for changes of the room and of its seats. */
interface LifeHooks<C extends Contract> {
  /**
   * A meeting begins with this setting for the feature, before any member is here: a copy of it begins the log of a new
   * room. The setting comes from this server's own code. Called again for a later meeting in a room that a space keeps.
   */
  readonly opened?: (context: Context<C>, setting: unknown) => void;
  /** Called once when a process has read the room's state from the log. */
  readonly restored?: (context: Context<C>) => void;
  /** A member with a valid ticket takes a seat. */
  readonly joined?: (context: Context<C>, seat: Seat) => void;
  readonly lost?: (context: Context<C>, member: MemberId) => void;
  readonly returned?: (context: Context<C>, member: MemberId) => void;
  /** The member did not come back within the grace period. */
  readonly expired?: (context: Context<C>, member: MemberId) => void;
}

/** The most seats of a room, beside the server's own bound, and the error at the bound. */
export interface Capacity {
  readonly people: number;
  readonly refusal: () => AppError;
}

/** The hooks that decide who has a place, and who gets one. */
interface DoorHooks<C extends Contract> {
  /** The seats that this feature keeps: a member is in the room as long as a feature keeps a seat. */
  readonly seats?: (state: StateOf<C>) => Readonly<Record<MemberId, Seat>>;
  /**
   * The members whom this feature keeps waiting outside. They have a line, get the view and events of this feature alone,
   * and may send only its commands, without any ability. They come in when a feature gives them a seat.
   */
  readonly waits?: (state: StateOf<C>) => Readonly<Record<MemberId, Seat>>;
  /**
   * Checks a comer who has neither a seat nor a place outside: may change the role, make the comer wait, or throw to
   * refuse. Called for every ticket, and again when the ticket is used.
   */
  readonly atDoor?: (state: StateOf<C>, comer: Comer) => Comer;
  /** The most seats that this feature allows; undefined for no bound. The staff reserve comes on top. */
  readonly capacity?: (state: StateOf<C>) => Capacity | undefined;
  /** The door sign that everybody may read; undefined while the door is open. */
  readonly sign?: (state: StateOf<C>) => DoorSign | undefined;
  /** A comer starts to wait outside. */
  readonly knocked?: (context: Context<C>, comer: Comer) => void;
  /** A member who waits outside loses the place to a comer. */
  readonly displaced?: (context: Context<C>, member: MemberId) => void;
}

/** The hooks for the rooms of one family. */
interface FamilyHooks<C extends Contract> {
  /** A child that this feature opened or closed is open, could not be opened, or is closed. May be called more than once. */
  readonly child?: (context: Context<C>, child: RoomId, state: ChildState) => void;
  /** A fact that this same feature sent from the parent or from a child with `rooms.tell`. Lost when the server stops before. */
  readonly told?: (context: Context<C>, from: RoomId, fact: unknown) => void;
  /**
   * The members whom this feature has sent to a child, seated here or not. The core enforces it: a child admits nobody
   * else, a member who is sent elsewhere loses the old place within seconds, a member who leaves the parent loses it at
   * once.
   */
  readonly elsewhere?: (state: StateOf<C>) => Readonly<Record<MemberId, RoomId>>;
  /**
   * The state that this feature shares with the children of this room, when they open and whenever it changes: small, and
   * JSON.
   */
  readonly shares?: (state: StateOf<C>) => unknown;
  /** The state that this same feature shares in the parent. May be called again with an unchanged value. */
  readonly shared?: (context: Context<C>, shared: unknown) => void;
  /**
   * What this feature gives to a child that opens, or undefined; `what` is the word that the opening feature put into the
   * luggage.
   */
  readonly brings?: (state: StateOf<C>, what: string) => Brought | undefined;
  /** What this same feature in the parent gave: called before any member is here, and perhaps again after a restart. */
  readonly brought?: (context: Context<C>, fact: unknown) => void;
}

/** The hooks that the room calls later. */
interface ErrandHooks<C extends Contract> {
  /** The values of a box that was opened. May be called again after a failure or a restart. */
  readonly box?: (context: Context<C>, box: string, values: readonly unknown[]) => void;
  /** When this feature wants to be woken, in epoch ms: computed from the state, so that it survives a restart. */
  readonly wakesAt?: (state: StateOf<C>) => number | undefined;
  readonly wake?: (context: Context<C>) => void;
}

/** The hooks for the media engine, the conversion and the files. */
interface OutsideHooks<C extends Contract, Fact> {
  /** A fact from outside, such as from the media engine. */
  readonly fact?: (context: Context<C>, fact: Fact) => void;
  /**
   * Whether a member may get a file of this feature: called for each download, with the committed state. Returns false for
   * every file that is not its own.
   */
  readonly mayHave?: (state: StateOf<C>, member: MemberView, file: FileId) => boolean;
}

interface Handlers<C extends Contract, Fact> {
  readonly commands: {
    readonly [K in CommandName<C>]: (context: AskedContext<C, K>, input: InputOf<C, K>) => OutputOf<C, K>;
  };
  readonly listens?: readonly Listener[];
  readonly life?: LifeHooks<C>;
  readonly door?: DoorHooks<C>;
  readonly family?: FamilyHooks<C>;
  readonly errands?: ErrandHooks<C>;
  readonly outside?: OutsideHooks<C, Fact>;
}

/** A feature on the server: its reducer and its handlers. `Fact` is the type of its facts from outside. */
export interface Slice<Fact = never> {
  readonly name: string;
  readonly reducer: Reducer;
  readonly handlers: Handlers<Contract, Fact>;
}

/** A slice without the type of its facts; they reach it only through `Room.tell`, which is typed. */
export type AnySlice = Slice;

/** Joins a feature's reducer and its handlers. */
export function serve<C extends Contract, Fact = never>(reducer: Reducer<C>, handlers: Handlers<C, Fact>): Slice<Fact> {
  return { name: reducer.contract.name, reducer, handlers: handlers as Handlers<Contract, Fact> };
}

/** Declares a handler for an event of another feature, by its contract. */
export function on<Mine extends Contract, C extends Contract, K extends EventName<C>>(
  _mine: Mine,
  contract: C,
  event: K,
  handle: (context: Context<Mine>, payload: PayloadOf<C, K>) => void,
): Listener {
  return { name: `${contract.name}:${event}`, handle: handle as Listener['handle'] };
}
