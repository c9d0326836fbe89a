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
import type { FileId, MemberId, PersonId, RoomId } from '@plenum/shared/core/ids';
import type { Reducer } from '@plenum/shared/core/reducer';
import type { DoorSign } from '@plenum/shared/core/wire';
import type { Brought, ChildState, Relatives } from './family.ts';

/** Somebody's place in a room, as a ticket grants it and as the state keeps it. */
export interface Seat {
  readonly id: MemberId;
  readonly name: string;
  readonly role: Role;
  /** Whose browser it is, under whatever name; nothing that is told to anybody. */
  readonly person?: PersonId | undefined;
}

/** Somebody at the door. */
export interface Comer extends Seat {
  /** What speaks for them: a member's key, or that they have been inside before. */
  readonly standing?: 'member' | 'inside' | undefined;
  /** From which address they come, as a word that only compares; in no log. */
  readonly origin?: string | undefined;
  /** True when they are to wait outside; then `door.knocked` and not `life.joined` is called. */
  readonly waits: boolean;
}

/** A member as handlers see one. */
export interface MemberView extends Seat {
  readonly abilities: readonly Ability[];
}

/** The placeholder for the caller, where handlers may not know it or there is none. */
export const nobody: MemberView = { id: '', name: '', role: 'participant', abilities: [] };

/** All that a feature may touch: no socket, no global, no clock of its own. */
export interface Context<C extends Contract = Contract> {
  readonly room: RoomId;
  readonly state: StateOf<C>;
  /** Everybody here with their rights, worked out when it is read: ask for it only when it is needed. */
  readonly members: readonly MemberView[];
  /** One of them; undefined when nobody here has that id. */
  find(id: MemberId): MemberView | undefined;
  /** True while there is a seat for one more person of this role. */
  hasSeatFor(role: Role): boolean;
  /** Whether `viewer` may know that `other` is here. Events, views and answers are told by this without our doing. */
  knows(viewer: MemberId, other: MemberId): boolean;
  /** The parent and the children of this room. */
  readonly rooms: Relatives;
  /** Private events carry `to`: nobody else ever sees them. */
  emit<K extends EventName<C>>(
    event: K,
    payload: PayloadOf<C, K>,
    options?: { readonly to?: readonly MemberId[] },
  ): void;
  /**
   * Puts a value into one of this feature's boxes, in the same commit as the events of this transaction, which must
   * have one. A box is no part of the state: what must not stand beside its time, its order or its author goes here.
   */
  drop(box: string, value: unknown): void;
  /** Has `errands.box` called with all that is in the box once this transaction is durable; tried until it succeeds. */
  openBox(box: string): void;
  /** Destroys what is in the box, in the same commit as the events of this transaction. */
  emptyBox(box: string): void;
  /** Epoch milliseconds. */
  now(): number;
  newId(): string;
}

/** What a command handler gets beside: who asks. The caller is known, allowed and parsed. */
export interface CommandContext<C extends Contract = Contract> extends Context<C> {
  readonly member: MemberView;
}

/** What a handler gets: an unsigned command's is not told who asks. */
type AskedContext<C extends Contract, K extends CommandName<C>> = C['commands'][K] extends UnsignedCommand
  ? Context<C>
  : CommandContext<C>;

/** One feature's handler of a fact that another feature told. */
export interface Listener {
  readonly name: string;
  readonly handle: (context: Context, payload: unknown) => void;
}

/** What happens to the room and to the seats in it. */
interface LifeHooks<C extends Contract> {
  /** Once for each life of the room in a process, after its state was read from the log. */
  readonly restored?: (context: Context<C>) => void;
  /** A member with a valid ticket takes a seat. */
  readonly joined?: (context: Context<C>, seat: Seat) => void;
  readonly lost?: (context: Context<C>, member: MemberId) => void;
  readonly returned?: (context: Context<C>, member: MemberId) => void;
  /** The member did not come back in time. */
  readonly expired?: (context: Context<C>, member: MemberId) => void;
}

/** Who has a place, and who gets one. */
interface DoorHooks<C extends Contract> {
  /** The seats that this feature keeps: a member is in the room as long as one feature keeps a seat. */
  readonly seats?: (state: StateOf<C>) => Readonly<Record<MemberId, Seat>>;
  /**
   * The members that this feature keeps waiting outside. They have a line, see and hear of this feature alone, and may ask
   * only its commands, without any ability. They come in by taking a seat.
   */
  readonly waits?: (state: StateOf<C>) => Readonly<Record<MemberId, Seat>>;
  /**
   * Looks at a comer who has neither seat nor place outside: may change their role, make them wait, or throw to keep them
   * out. Asked for every ticket and again when its bearer comes.
   */
  readonly atDoor?: (state: StateOf<C>, comer: Comer) => Comer;
  /** What stands at the door for all to read, when it is not simply open. */
  readonly sign?: (state: StateOf<C>) => DoorSign | undefined;
  /** A comer begins to wait outside. */
  readonly knocked?: (context: Context<C>, comer: Comer) => void;
  /** A member who waits outside gives way to a comer. */
  readonly displaced?: (context: Context<C>, member: MemberId) => void;
}

/** What rooms of one family do to each other. */
interface FamilyHooks<C extends Contract> {
  /** A child that this feature opened or closed is open, could not be opened, or is closed. May be heard more than once. */
  readonly child?: (context: Context<C>, child: RoomId, state: ChildState) => void;
  /** What this same feature said in the parent or in a child: `rooms.tell`. Lost when the server stops before it is heard. */
  readonly told?: (context: Context<C>, from: RoomId, fact: unknown) => void;
  /**
   * The members that this feature has sent to a child, seated here or not. The core holds people to it: a child lets in
   * nobody else, a member sent from one room to another loses the old place within seconds, one who leaves the parent at once.
   */
  readonly elsewhere?: (state: StateOf<C>) => Readonly<Record<MemberId, RoomId>>;
  /** What the children of this room take over from this feature, when they open and whenever it changes. Small, and JSON. */
  readonly shares?: (state: StateOf<C>) => unknown;
  /** What this same feature shares in the parent. May be heard again unchanged. */
  readonly shared?: (context: Context<C>, shared: unknown) => void;
  /** What a child that opens is given of this feature; `what` is the word of the feature that opens it. Nothing when undefined. */
  readonly brings?: (state: StateOf<C>, what: string) => Brought | undefined;
  /** What this same feature gives in the parent: before anybody is here, and perhaps again after a restart. */
  readonly brought?: (context: Context<C>, fact: unknown) => void;
}

/** What the room does for a feature later. */
interface ErrandHooks<C extends Contract> {
  /** The contents of a box that was opened. May be called again after a failure or a restart. */
  readonly box?: (context: Context<C>, box: string, values: readonly unknown[]) => void;
  /** When this feature wants to be woken, epoch ms: read from its state, so that a restart forgets no appointment. */
  readonly wakesAt?: (state: StateOf<C>) => number | undefined;
  readonly wake?: (context: Context<C>) => void;
}

/** What stands beside the room: the media engine, the conversion, the files. */
interface OutsideHooks<C extends Contract, Fact> {
  /** What an outside thing did. */
  readonly fact?: (context: Context<C>, fact: Fact) => void;
  /**
   * Whether a member may have a file that this feature owns: asked for each download, of the state that is committed.
   * False for every file that is not its own.
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

/** A feature on the server: its reducer and its handlers. `Fact` is what it hears from outside. */
export interface Slice<Fact = never> {
  readonly name: string;
  readonly reducer: Reducer;
  readonly handlers: Handlers<Contract, Fact>;
}

/** A slice as a room holds it; facts reach it only through `Room.tell`, which is typed. */
export type AnySlice = Slice;

/** Joins a feature's reducer and its handlers. */
export function serve<C extends Contract, Fact = never>(reducer: Reducer<C>, handlers: Handlers<C, Fact>): Slice<Fact> {
  return { name: reducer.contract.name, reducer, handlers: handlers as Handlers<Contract, Fact> };
}

/** Listens to a fact of another feature, by its contract. */
export function on<Mine extends Contract, C extends Contract, K extends EventName<C>>(
  _mine: Mine,
  contract: C,
  event: K,
  handle: (context: Context<Mine>, payload: PayloadOf<C, K>) => void,
): Listener {
  return { name: `${contract.name}:${event}`, handle: handle as Listener['handle'] };
}
