import './jitless.ts';
import type { Contract, Event, EventName, PayloadOf } from '@plenum/shared/core/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import type { Reducer } from '@plenum/shared/core/reducer';
import { refreshed } from '@plenum/shared/core/refresh';
import { type Frames, type Me, Meta, type Refresh, type Welcome } from '@plenum/shared/core/wire';
import { media } from '@plenum/shared/features/media/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MeetingExtras } from './extras.ts';
import { type MeetingState, trackKey } from './store.ts';

/** Names of a contract's volatile events. */
export type VolatileName<C extends Contract> = {
  [K in EventName<C>]: C['events'][K] extends Event<'volatile'> ? K : never;
}[EventName<C>];

interface Listener {
  hear(payload: unknown): void;
}

type Progress = Pick<MeetingState, 'seq' | 'states'>;
/** A durable event as the line brings it. */
type Sent = Extract<Welcome['catchUp'], { readonly kind: 'events' }>['events'][number];
/** An event with its parsed payload. */
interface Heard {
  readonly name: string;
  readonly payload: unknown;
}

/** The only writer of a meeting's store: applies the server's events, each durable one once. */
export class Meeting {
  /** What the features in it say of themselves. */
  readonly extras: MeetingExtras;
  readonly #store: StoreApi<MeetingState>;
  readonly #reducers: ReadonlyMap<string, Reducer>;
  readonly #listeners = new Map<string, Set<Listener>>();
  /** Old ids that the media line may still use for members, each with the present id. */
  readonly #renamed = new Map<MemberId, MemberId>();

  constructor(roomId: RoomId, extras: MeetingExtras) {
    const { reducers } = extras;
    this.extras = extras;
    this.#reducers = new Map(reducers.map((reducer) => [reducer.contract.name, reducer]));
    this.#store = createStore<MeetingState>(() => ({
      line: { state: 'connecting' },
      mediaLine: { state: 'off' },
      room: { id: roomId, title: '' },
      me: { id: '', name: '', role: 'participant', abilities: [] },
      place: 'inside',
      farewell: undefined,
      seq: 0,
      clockOffsetMs: 0,
      states: Object.fromEntries(reducers.map(({ contract, initial }) => [contract.name, initial])),
      speaking: [],
      pictures: 'all',
      tracks: {},
      slots: [],
      local: {},
      outbox: [],
    }));
    this.onVolatile(media, 'speaking', ({ members }) => this.update({ speaking: members }));
    extras.hearFarewells(
      (contract, event, listener) => this.onEvent(contract, event, listener),
      (farewell) => this.update({ farewell }),
    );
  }

  get store(): StoreApi<MeetingState> {
    return this.#store;
  }

  get state(): MeetingState {
    return this.#store.getState();
  }

  update(part: Partial<MeetingState>): void {
    this.#store.setState(part);
  }

  /** Takes the whole state, or the missed events. @throws AppError `invalid` when this client is too old for them */
  welcome({ room, me, waiting = false, seq, now, catchUp }: Welcome): void {
    const { states } = this.state;
    const heard: Heard[] = [];
    const progress =
      catchUp.kind === 'snapshot'
        ? { seq, states: { ...states, ...parseStates(catchUp.states, this.#reducers.values()) } }
        : catchUp.events.reduce(
            (before, { name, payload, meta }) => this.#advance(before, { name, payload, meta }, heard),
            this.#progress(),
          );
    const place = waiting ? 'outside' : 'inside';
    this.update({ room, me, place, clockOffsetMs: now - Date.now(), ...progress, seq: Math.max(seq, progress.seq) });
    for (const event of heard) this.#tell(event);
  }

  /** Replaces the views of some features. @throws AppError `invalid` when this client is too old for them */
  refresh(refresh: Refresh): void {
    const before = this.state.states;
    const all = [...this.#reducers.values()];
    const reducers = all.filter(({ contract: { name } }) => name in refresh.states || name in refresh.renamed);
    const states = { ...before, ...parseStates(refreshed(before, refresh, reducers), reducers) };
    this.update({ seq: Math.max(this.state.seq, refresh.seq), states, me: this.#meIn(states) });
    for (const [from, to] of Object.entries(refresh.renamed[media.name] ?? {})) this.#rename(from, to);
  }

  /** Takes one event from the line. An unknown or malformed event changes nothing. */
  hear(name: string, payload: unknown, meta: unknown): void {
    this.hearAll([[name, payload, meta]]);
  }

  /** Takes events that came in one message, in order. */
  hearAll(frames: Frames): void {
    const heard: Heard[] = [];
    const before = this.#progress();
    let progress = before;
    for (const [name, payload, rawMeta] of frames) {
      const { event } = this.#find(name) ?? {};
      if (event?.kind === 'volatile') {
        this.#hearVolatile(name, event, payload, heard);
        continue;
      }
      const meta = Meta.safeParse(rawMeta);
      if (meta.success) progress = this.#advance(progress, { name, payload, meta: meta.data }, heard);
    }
    // One update of the store for all of them: each one makes the page draw itself again.
    if (progress !== before) this.update({ ...progress, me: this.#meIn(progress.states) });
    for (const one of heard) this.#tell(one);
  }

  /** Calls back for each such event; the returned function stops it. */
  onVolatile<C extends Contract, K extends VolatileName<C>>(
    contract: C,
    event: K,
    listener: (payload: PayloadOf<C, K>) => void,
  ): () => void {
    return this.onEvent(contract, event, listener);
  }

  /**
   * Calls back for each such event; for durable ones after the state has it. The returned function stops it. Events that a
   * snapshot replaces, after a long absence, are not told.
   */
  onEvent<C extends Contract, K extends EventName<C>>(
    contract: C,
    event: K,
    listener: (payload: PayloadOf<C, K>) => void,
  ): () => void {
    const name = `${contract.name}:${event}`;
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    const entry: Listener = { hear: listener };
    listeners.add(entry);
    return () => void listeners.delete(entry);
  }

  /** The present id of a member whose streams came under an old id: the media line may be behind. */
  idOf(member: MemberId): MemberId {
    return this.#renamed.get(member) ?? member;
  }

  #rename(from: MemberId, to: MemberId): void {
    this.#renamed.set(from, to);
    this.#renamed.delete(to);
    const now = (member: MemberId) => (member === from ? to : member);
    const { tracks, slots, speaking } = this.state;
    const moved = Object.values(tracks).flatMap((one) => (one ? [{ ...one, member: now(one.member) }] : []));
    this.update({
      tracks: Object.fromEntries(moved.map((one) => [trackKey(one.member, one.source), one])),
      slots: slots.map((slot) => (slot.member === from ? { ...slot, member: to } : slot)),
      speaking: speaking.map(now),
    });
  }

  #progress(): Progress {
    const { seq, states } = this.state;
    return { seq, states };
  }

  /** This member in these states: name, role and rights may change. The same object when nothing changed. */
  #meIn(states: MeetingState['states']): Me {
    const { me, states: before } = this.state;
    const { meFrom, meIn } = this.extras;
    if (meFrom.every((feature) => states[feature] === before[feature])) return me;
    const now = meIn(me.id, states);
    return now === undefined || JSON.stringify(now) === JSON.stringify(me) ? me : now;
  }

  /**
   * Applies an event. A known sequence number changes nothing; an unknown event only advances the number.
   * @param heard gets the event with its parsed payload when it was applied, for the listeners
   */
  #advance(before: Progress, { name, payload: raw, meta }: Sent, heard: Heard[]): Progress {
    if (meta.seq <= before.seq) return before;
    const found = this.#find(name);
    const payload = found?.event.payload.safeParse(raw);
    if (!found || !payload?.success) return { ...before, seq: meta.seq };
    const { reducer, verb } = found;
    const { name: feature } = reducer.contract;
    const state = reducer.reduce(before.states[feature], verb, payload.data, meta);
    heard.push({ name, payload: payload.data });
    return { seq: meta.seq, states: { ...before.states, [feature]: state } };
  }

  /** Parses only for listeners: cursors and strokes come often. */
  #hearVolatile(name: string, event: Event, raw: unknown, heard: Heard[]): void {
    if (!this.#listeners.get(name)?.size) return;
    const payload = event.payload.safeParse(raw);
    if (payload.success) heard.push({ name, payload: payload.data });
  }

  #tell({ name, payload }: Heard): void {
    for (const listener of this.#listeners.get(name) ?? []) listener.hear(payload);
  }

  #find(name: string): { reducer: Reducer; verb: string; event: Event } | undefined {
    const [feature = '', verb = ''] = name.split(':', 2);
    const reducer = this.#reducers.get(feature);
    const events = reducer?.contract.events;
    const event = events && Object.hasOwn(events, verb) ? events[verb] : undefined;
    return reducer && event && { reducer, verb, event };
  }
}

/** Parses the server's feature states. @throws AppError `invalid` when this client is too old for them */
export function parseStates(
  states: Readonly<Record<string, unknown>>,
  reducers: Iterable<Reducer>,
): Record<string, unknown> {
  const parsed: Record<string, unknown> = {};
  for (const { contract } of reducers) {
    // A server without this feature sends no state for it; the initial one stays.
    if (!Object.hasOwn(states, contract.name)) continue;
    const state = contract.state.safeParse(states[contract.name]);
    if (!state.success) throw new AppError('invalid', `The state of ${contract.name} is not understood.`);
    parsed[contract.name] = state.data;
  }
  return parsed;
}
