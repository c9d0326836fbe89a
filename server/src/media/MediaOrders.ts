import type { Ability, Role } from '@plenum/shared/core/abilities';
import type { Contract, DurableName, PayloadOf, StateOf } from '@plenum/shared/core/contract';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Source } from '@plenum/shared/features/media/contract';
import type { MediaRights } from './MediaEngine.ts';

/** What the engine is to do in a room because of what was written into its log. */
export type MediaOrder =
  /** The member has left: their media ends, and the line that carries it. */
  | { readonly type: 'end'; readonly member: MemberId }
  /** Everybody has left at once. */
  | { readonly type: 'endAll' }
  /** Their microphones are muted; each may open their own again. */
  | { readonly type: 'silence'; readonly members: readonly MemberId[] }
  /** These streams end for now; their sender is told and may start them again. */
  | { readonly type: 'stop'; readonly member: MemberId; readonly sources: readonly Source[] }
  /** What members may send and see, or who is heard first, may have changed. */
  | { readonly type: 'review' }
  /** Who speaks to all rooms of this meeting may have changed, or where they are. */
  | { readonly type: 'speech' };

/** What one feature's events order. */
export interface MediaOrders {
  readonly feature: string;
  readonly of: (entry: LogEntry) => readonly MediaOrder[];
}

interface Ordering<C extends Contract> {
  readonly on?: { readonly [K in DurableName<C>]?: (payload: PayloadOf<C, K>) => MediaOrder };
  /** Ordered by every event of the feature. */
  readonly always?: MediaOrder;
}

/** Declares what a feature's events order of the engine. */
export function mediaOrders<C extends Contract>(contract: C, { on = {}, always }: Ordering<C>): MediaOrders {
  const known = new Map<string, (payload: never) => MediaOrder>(Object.entries(on));
  return {
    feature: contract.name,
    of({ event, payload }) {
      const order = known.get(event);
      const parsed: unknown = order && contract.events[event]?.payload.parse(payload);
      return [...(order ? [order(parsed as never)] : []), ...(always ? [always] : [])];
    },
  };
}

/** A room as far as everybody in it has been told. */
export interface CommittedRoom {
  readonly id: RoomId;
  committed<C extends Contract>(contract: C): StateOf<C>;
}

/** Somebody who speaks to all rooms of a meeting. */
export interface Speech {
  readonly member: MemberId;
  readonly from: RoomId;
  readonly to: readonly RoomId[];
}

/** All that the media half of a room must know of features. */
export interface MediaRules {
  readonly orders: readonly MediaOrders[];
  /** What somebody may send and see, from what they may do. */
  readonly rightsOf: (member: { readonly role: Role; readonly abilities: readonly Ability[] }) => MediaRights;
  /** Who is heard first when more people talk than can be heard. */
  readonly preferredIn: (room: CommittedRoom) => readonly MemberId[];
  readonly speechIn: (meeting: CommittedRoom) => Speech | undefined;
}
