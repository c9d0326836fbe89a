import './jitless.ts';
import type { CommandName, Contract, InputOf, StateOf } from '@plenum/shared/core/contract';
import type { ErrorCode } from '@plenum/shared/core/errors';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import type { Goodbye, Me } from '@plenum/shared/core/wire';
import type { Source } from '@plenum/shared/features/media/contract';
import type { StoreApi } from 'zustand/vanilla';

/** Why a room line is over: told by the server, refused with an error code, left here, or too old for this server. */
export type ClosedReason = Goodbye['reason'] | ErrorCode | 'left' | 'outdated';

/** The life of the room line. `retryAt` is epoch ms; `attempt` counts from 1. */
export type LineState =
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  | { readonly state: 'lost'; readonly attempt: number; readonly retryAt: number }
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

/** What was said to this person before somebody ended their stay. */
export type Farewell =
  | { readonly what: 'removed' | 'banned'; readonly by: string }
  | {
      readonly what: 'refused';
      readonly by?: string | undefined;
      readonly words: string;
      /** Somebody with a key has taken the place in the queue. */
      readonly displaced?: boolean | undefined;
    };

/** Names one stream of the room: who sends it and what it is. */
export type TrackKey = `${MemberId}/${Source}`;

/** A stream of somebody else as it arrives here; `consumerId` is what `media.watch` wants. */
export interface RemoteTrack {
  readonly member: MemberId;
  readonly source: Source;
  readonly consumerId: string;
  readonly track: MediaStreamTrack;
}

/** An audio slot as it arrives here: whoever talks is heard in it. `member` is whose voice it carries now. */
export interface SlotTrack {
  readonly slot: number;
  readonly member: MemberId | undefined;
  readonly consumerId: string;
  readonly track: MediaStreamTrack;
}

/** A stream of mine. `waiting` until the server has it (also while the line is lost before it was sent). */
export interface LocalStream {
  readonly track: MediaStreamTrack;
  readonly muted: boolean;
  readonly state: 'waiting' | 'live';
}

/** A command that the server has not acknowledged yet. `at` is epoch ms of this computer. */
export interface PendingSend {
  readonly key: string;
  /** `feature:verb`. */
  readonly name: string;
  readonly input: unknown;
  readonly at: number;
}

/** Everything a client knows of its meeting. `room` and `me` are filled before a Session is handed out. */
export interface MeetingState {
  readonly line: LineState;
  readonly mediaLine: MediaLineState;
  readonly room: { readonly id: RoomId; readonly title: string };
  readonly me: Me;
  /** `outside`: I wait to be let in, and know of the meeting only what concerns that. */
  readonly place: 'inside' | 'outside';
  /** Set when it was somebody's will that I go. */
  readonly farewell: Farewell | undefined;
  /** Sequence number of the last durable event applied. */
  readonly seq: number;
  /** Server clock minus this clock, in ms. */
  readonly clockOffsetMs: number;
  /** By feature name; read it with `stateOf`. */
  readonly states: Readonly<Record<string, unknown>>;
  /** Who is talking now, loudest first. */
  readonly speaking: readonly MemberId[];
  readonly tracks: Readonly<Partial<Record<TrackKey, RemoteTrack>>>;
  /** How the others are heard, unless the server sends each microphone by itself (then `tracks` has them). */
  readonly slots: readonly SlotTrack[];
  readonly local: Readonly<Partial<Record<Source, LocalStream>>>;
  /** Sends on their way, oldest first; read them with `pendingOf`. */
  readonly outbox: readonly PendingSend[];
}

/** What readers get: zustand's `useStore(session.store, selector)` takes it. */
export type MeetingStore = Pick<StoreApi<MeetingState>, 'getState' | 'getInitialState' | 'subscribe'>;

/** One feature's state; a selector: `useStore(store, (s) => stateOf(s, chat).messages)`. */
export function stateOf<C extends Contract>(state: Pick<MeetingState, 'states'>, contract: C): StateOf<C> {
  // Parsed by this contract where it entered, or made by its reducer.
  return state.states[contract.name] as StateOf<C>;
}

/** The not yet acknowledged sends of one command, oldest first. A new array each time: use with `useShallow`. */
export function pendingOf<C extends Contract, K extends CommandName<C>>(
  state: MeetingState,
  contract: C,
  command: K,
): readonly (PendingSend & { readonly input: InputOf<C, K> })[] {
  const name = `${contract.name}:${command}`;
  // Only `send` fills the outbox, and it took the input by this type.
  return state.outbox.filter((send) => send.name === name) as (PendingSend & { input: InputOf<C, K> })[];
}

/** Key of one stream in `tracks`. */
export function trackKey(member: MemberId, source: Source): TrackKey {
  return `${member}/${source}`;
}
