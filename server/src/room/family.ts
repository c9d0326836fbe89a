import type { Role } from '@plenum/shared/core/abilities';
import type { FileId, MemberId, PersonId, RoomId } from '@plenum/shared/core/ids';
import type { RoomRecord } from '@plenum/shared/core/log';

/** The state of a child of a room. `failed`: it could not be opened and has no members. */
export type ChildState = 'open' | 'failed' | 'closed';

/** Permission to take a seat in another room of the family, and where. It works once and for two minutes. */
export interface Pass {
  readonly ticket: string;
  readonly url: string;
}

/** The member for whom a pass is; the same person in the other room. */
export interface Traveller {
  readonly id: MemberId;
  readonly name: string;
  readonly role: Role;
  readonly person?: PersonId | undefined;
}

/** What each feature of this room gives to a child that opens, by the name of the feature. */
export type Luggage = Readonly<Record<string, string>>;

/** What a feature gives to a child: a fact for the same feature there, as JSON, and files to which the child gets access. */
export interface Brought {
  readonly fact: unknown;
  readonly files?: readonly FileId[];
}

/** What a feature orders in another room of its family; it runs once the events of the transaction are durable. */
export type FamilyErrand =
  | { readonly type: 'open'; readonly child: Pick<RoomRecord, 'id' | 'title'>; readonly luggage: Luggage }
  | { readonly type: 'close'; readonly child: RoomId }
  | { readonly type: 'tell'; readonly room: RoomId; readonly fact: unknown; readonly isCopy: boolean };

/** The family of a room, as the room reaches it. */
export interface Family {
  /** Starts the errand; the feature gets the result as a fact. Never throws. */
  run(room: RoomId, feature: string, errand: FamilyErrand): void;
  pass(room: RoomId, traveller: Traveller): Pass;
}

/** A room's access to its parent and its children. Everything but `pass` starts when the transaction is durable, else never. */
export interface Relatives {
  /** The parent of this room; undefined for a main meeting. */
  readonly parent: RoomId | undefined;
  /**
   * Opens a child; one that is open already stays open. `family.child` gets `open` or `failed`. Call it again in
   * `life.restored`. Before the child is open, each feature that the luggage names gives its part (`brings`), and the same
   * feature there takes it (`brought`).
   */
  open(child: Pick<RoomRecord, 'id' | 'title'>, luggage?: Luggage): void;
  /** Ends a child: its members have a few seconds to move elsewhere. `family.child` gets `closed`. */
  close(child: RoomId): void;
  /** Sends a fact to the same feature in the parent or in a child: `family.told` there, in the order of the calls. */
  tell(room: RoomId, fact: unknown): void;
  /**
   * The same for a fact that only repeats what this room has in its own log. The other room takes a bounded number of bytes
   * of such copies (see `Ration`); beyond that, and when its log is full, it never hears of the fact.
   */
  tellCopy(room: RoomId, fact: unknown): void;
  /**
   * A ticket to the parent or to a child. The child admits a member only while `elsewhere` of a feature of the parent
   * places the member there. It is a secret: never put it into an event, nor into the answer of a command that emits one.
   */
  pass(room: RoomId, traveller: Traveller): Pass;
}
