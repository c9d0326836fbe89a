import './jitless.ts';
import type { CommandName, Contract, InputOf, StateOf } from '@plenum/shared/core/contract';
import type { ErrorCode } from '@plenum/shared/core/errors';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import type { Goodbye, Me } from '@plenum/shared/core/wire';
import type { Shown, Source } from '@plenum/shared/features/media/contract';
import type { StoreApi } from 'zustand/vanilla';

/** Why a room line is over: the server's reason, an error code, left by this person, or a client too old for the server. */
export type ClosedReason = Goodbye['reason'] | ErrorCode | 'left' | 'outdated' | Obstacle;

/**
 * Why no line opens although the server answers over HTTP. `blocked`: something in between stops WebSockets. `crowded`: the
 * address has as many lines as the server allows.
 */
export type Obstacle = 'blocked' | 'crowded';

/** The life of the room line. `retryAt` is epoch ms; `attempt` counts from 1. */
export type LineState =
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  | { readonly state: 'lost'; readonly attempt: number; readonly retryAt: number; readonly obstacle?: Obstacle }
  | { readonly state: 'closed'; readonly reason: ClosedReason };

/**
 * The life of the media line. `blocked`: the server answers but packets do not pass (ICE is being restarted).
 * `failed`: this browser cannot do it; no retry.
 */
export type MediaLineState =
  | { readonly state: 'off' }
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  | { readonly state: 'blocked' }
  | { readonly state: 'lost'; readonly attempt: number; readonly retryAt: number }
  | { readonly state: 'failed'; readonly code: ErrorCode; readonly message: string };

/** Whose limit of time it is. */
interface LimitOwner {
  readonly is: 'server' | 'opener' | 'organisation';
  /** Of an organisation. */
  readonly name?: string;
  readonly tier?: string;
}

/** What the server told this person before a moderator, or the limit of the meeting, ended their stay. */
export type Farewell =
  | { readonly what: 'removed' | 'banned'; readonly by: string }
  | { readonly what: 'timeUp'; readonly minutes: number; readonly of: LimitOwner }
  | {
      readonly what: 'refused';
      readonly by?: string | undefined;
      readonly words: string;
      /** A member with a key took the place in the queue. */
      readonly displaced?: boolean | undefined;
    };

/** Key of one stream of the room: its member and source. */
export type TrackKey = `${MemberId}/${Source}`;

/** A received stream of another member; `media.watch` takes its `consumerId`. */
export interface RemoteTrack {
  readonly member: MemberId;
  readonly source: Source;
  readonly consumerId: string;
  readonly track: MediaStreamTrack;
}

/** A received audio slot. `member` is its present holder. */
export interface SlotTrack {
  readonly slot: number;
  readonly member: MemberId | undefined;
  readonly consumerId: string;
  readonly track: MediaStreamTrack;
}

/** A stream of this person. `waiting` until the server has it, also while the line is lost before that. */
export interface LocalStream {
  readonly track: MediaStreamTrack;
  readonly muted: boolean;
  readonly state: 'waiting' | 'live';
}

/** An unacknowledged command. `at` is epoch ms of this computer. */
export interface PendingSend {
  readonly key: string;
  /** `feature:verb`. */
  readonly name: string;
  readonly input: unknown;
  readonly at: number;
}

/** All data of a client about its meeting. `room` and `me` are set before the caller gets a Session. */
export interface MeetingState {
  readonly line: LineState;
  readonly mediaLine: MediaLineState;
  readonly room: { readonly id: RoomId; readonly title: string };
  readonly me: Me;
  /** `outside`: this person waits to be let in, and receives only what concerns that. */
  readonly place: 'inside' | 'outside';
  /** Set when a moderator, or the limit of the meeting, ended this person's stay. */
  readonly farewell: Farewell | undefined;
  /** Sequence number of the last durable event applied. */
  readonly seq: number;
  /** Server clock minus this clock, in ms. */
  readonly clockOffsetMs: number;
  /** States by feature name; read one with `stateOf`. */
  readonly states: Readonly<Record<string, unknown>>;
  /** Members who talk, loudest first. */
  readonly speaking: readonly MemberId[];
  readonly tracks: Readonly<Partial<Record<TrackKey, RemoteTrack>>>;
  /** Which pictures the server sends now; fewer while it is too busy for all. */
  readonly pictures: Shown;
  /** Received audio slots; empty when the server sends each microphone by itself (then `tracks` has them). */
  readonly slots: readonly SlotTrack[];
  readonly local: Readonly<Partial<Record<Source, LocalStream>>>;
  /** Unacknowledged commands, oldest first; read them with `pendingOf`. */
  readonly outbox: readonly PendingSend[];
}

/** The read-only store, for zustand's `useStore(session.store, selector)`. */
export type MeetingStore = Pick<StoreApi<MeetingState>, 'getState' | 'getInitialState' | 'subscribe'>;

/** One feature's state; a selector: `useStore(store, (s) => stateOf(s, chat).messages)`. */
export function stateOf<C extends Contract>(state: Pick<MeetingState, 'states'>, contract: C): StateOf<C> {
  // This contract parsed the state where it entered, or its reducer made it.
  return state.states[contract.name] as StateOf<C>;
}

/** The unacknowledged inputs of one command, oldest first. A new array each time: use with `useShallow`. */
export function pendingOf<C extends Contract, K extends CommandName<C>>(
  state: MeetingState,
  contract: C,
  command: K,
): readonly (PendingSend & { readonly input: InputOf<C, K> })[] {
  const name = `${contract.name}:${command}`;
  // Only `send` fills the outbox, and it takes inputs of this type.
  return state.outbox.filter((send) => send.name === name) as (PendingSend & { input: InputOf<C, K> })[];
}

/** Key of one stream in `tracks`. */
export function trackKey(member: MemberId, source: Source): TrackKey {
  return `${member}/${source}`;
}
