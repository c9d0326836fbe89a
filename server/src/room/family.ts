import type { Role } from '@plenum/shared/core/abilities';
import type { FileId, MemberId, PersonId, RoomId } from '@plenum/shared/core/ids';
import type { RoomRecord } from '@plenum/shared/core/log';

/** How a child of a room fares. `failed`: it could not be opened, nobody is in it. */
export type ChildState = 'open' | 'failed' | 'closed';

/** Permission to take a seat in another room of the family, and where. It works once and for two minutes. */
export interface Pass {
  readonly ticket: string;
  readonly url: string;
}

/** Whom a pass is for; in the other room they are the same. */
export interface Traveller {
  readonly id: MemberId;
  readonly name: string;
  readonly role: Role;
  readonly person?: PersonId | undefined;
}

/** By feature of this room: what of it goes along to a child that opens. */
export type Luggage = Readonly<Record<string, string>>;

/** What a feature gives to a child: a fact for the same feature there, as JSON, and files that the child has from then on. */
export interface Brought {
  readonly fact: unknown;
  readonly files?: readonly FileId[];
}

/** What a feature wants done in another room of its family, once what it has decided here is durable. */
export type FamilyErrand =
  | { readonly type: 'open'; readonly child: Pick<RoomRecord, 'id' | 'title'>; readonly luggage: Luggage }
  | { readonly type: 'close'; readonly child: RoomId }
  | { readonly type: 'tell'; readonly room: RoomId; readonly fact: unknown; readonly isCopy: boolean };

/** The rooms that belong to one another, as one room reaches them. */
export interface Family {
  /** Does it later; the feature hears how it went. Never throws. */
  run(room: RoomId, feature: string, errand: FamilyErrand): void;
  pass(room: RoomId, traveller: Traveller): Pass;
}

/** A room's way to its parent and to its children. All but `pass` happens when the transaction is durable, else never. */
export interface Relatives {
  /** The room that this one is a child of; undefined for a meeting of its own. */
  readonly parent: RoomId | undefined;
  /**
   * Opens a child, also one that is open already; `family.child` hears `open` or `failed`. Ask again in `life.restored`. Before it
   * is open, features that the luggage names are asked what they give (`brings`), and hear it there (`brought`).
   */
  open(child: Pick<RoomRecord, 'id' | 'title'>, luggage?: Luggage): void;
  /** Ends a child: whoever is still in it has a few seconds to be elsewhere. `family.child` hears `closed`. */
  close(child: RoomId): void;
  /** Says something to this same feature in the parent or in a child: `family.told` there, in the order of the calls. */
  tell(room: RoomId, fact: unknown): void;
  /**
   * The same for a fact that only repeats what this room has in its own log. The other room takes a bounded number of bytes
   * of such copies (see `Ration`); beyond that, and when its log is full, it never hears of the fact.
   */
  tellCopy(room: RoomId, fact: unknown): void;
  /**
   * A ticket to the parent or to a child. The child lets somebody in only while `elsewhere` of a feature of the parent
   * says that they are there. A secret: never put it into an event, nor into the answer of a command that emits one.
   */
  pass(room: RoomId, traveller: Traveller): Pass;
}
