import '../jitless.ts';
import type { CommandName, Contract, EventName, InputOf, OutputOf, PayloadOf } from '@plenum/shared/core/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Reducer } from '@plenum/shared/core/reducer';
import { media } from '@plenum/shared/features/media/contract';
import { parseStates, type VolatileName } from '../meeting.ts';
import type { Pass } from '../session.ts';
import type { MeetingState } from '../store.ts';
import type { PlaybackClock } from './clock.ts';
import { countBefore, type LogLine, type Times } from './recorded.ts';

/** Number of lines between two kept states: a seek replays at most so many. */
const linesBetween = 256;
/** How often the states follow the clock while it runs, in ms. */
const stepMs = 40;
/** How long the states of the log are computed ahead before the page gets its turn, in ms. */
const sliceMs = 12;
/** Volatile events of so many ms before a jump are told after it, because a stroke may be in progress. */
const fleetingMs = 4_000;

type States = MeetingState['states'];

/** A line at its recording time. */
export interface Moment {
  readonly at: number;
  readonly line: LogLine;
}

export interface PlaybackOptions {
  readonly id: RoomId;
  readonly title: string;
  readonly log: readonly LogLine[];
  readonly times: Times;
  readonly clock: PlaybackClock;
  readonly reducers: readonly Reducer[];
  /** Where the files of the room are now. */
  readonly pass: Pass;
  /** Events that end what a volatile event began, such as an empty stroke; told at each jump. */
  readonly endingOf?: (name: string, payload: unknown) => unknown;
}

/** A recording has files in the place of a media line. */
const noMedia = {
  publish: () => Promise.reject(new AppError('forbidden', 'A recording takes no stream.')),
  unpublish: () => {},
  mute: () => {},
  replaceTrack: () => Promise.reject(new AppError('forbidden', 'A recording takes no stream.')),
  watch: () => {},
  onEnded: () => () => {},
  stats: () => Promise.resolve({}),
  reports: () => Promise.resolve({}),
} as const;

interface Listener {
  hear(payload: unknown): void;
}

/**
 * The session of a recorded meeting: the states at the time of a clock that can be moved. It takes the place of a meeting's
 * session in the same components, and can send nothing.
 */
export class PlaybackSession {
  readonly store: StoreApi<MeetingState>;
  readonly pass: Pass;
  readonly media = noMedia;
  readonly clock: PlaybackClock;
  /** All lines of the log, by recording time. */
  readonly moments: readonly Moment[];
  readonly #times: Times;
  readonly #reducers: ReadonlyMap<string, Reducer>;
  readonly #endingOf: PlaybackOptions['endingOf'];
  readonly #listeners = new Map<string, Set<Listener>>();
  /** States after `index * linesBetween` lines; the first is before all lines. */
  readonly #kept: States[];
  readonly #stops: (() => void)[] = [];
  /** What volatile events began, with what ends it, by the ending. */
  readonly #begun = new Map<string, { readonly name: string; readonly payload: unknown }>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #ahead: ReturnType<typeof setTimeout> | undefined;
  /** Number of lines in the present states. */
  #index = 0;

  constructor({ id, title, log, times, clock, reducers, endingOf, pass }: PlaybackOptions) {
    this.pass = pass;
    this.clock = clock;
    this.#times = times;
    this.#endingOf = endingOf;
    this.#reducers = new Map(reducers.map((reducer) => [reducer.contract.name, reducer]));
    this.moments = log
      .map((line) => ({ at: times.at(line.at), line }))
      .toSorted((a, b) => a.at - b.at || a.line.at - b.line.at || (a.line.seq ?? 0) - (b.line.seq ?? 0));
    const states = Object.fromEntries(reducers.map(({ contract, initial }) => [contract.name, initial]));
    this.#kept = [states];
    this.store = createStore<MeetingState>(() => ({
      line: { state: 'open' },
      mediaLine: { state: 'off' },
      room: { id, title },
      // A viewer is no member: no rights, so no component offers an act.
      me: { id: '', name: '', role: 'participant', abilities: [] },
      place: 'inside',
      farewell: undefined,
      seq: 0,
      clockOffsetMs: 0,
      states,
      speaking: [],
      pictures: 'all',
      tracks: {},
      slots: [],
      local: {},
      outbox: [],
    }));
    this.#jump();
    let { jumps } = clock.store.getState();
    this.#stops.push(
      clock.store.subscribe((state) => {
        if (state.jumps !== jumps) {
          jumps = state.jumps;
          this.#jump();
        }
        this.#run(clock.runs);
      }),
    );
    this.#computeAhead();
  }

  /** Nothing of a playback can ask the server. */
  readonly send = <C extends Contract, K extends CommandName<C>>(
    _contract: C,
    _command: K,
    _input: InputOf<C, K>,
  ): Promise<OutputOf<C, K>> => Promise.reject(new AppError('forbidden', 'A recording cannot be changed by watching it.'));

  readonly tell = (): void => {};

  readonly onVolatile = <C extends Contract, K extends VolatileName<C>>(
    contract: C,
    event: K,
    listener: (payload: PayloadOf<C, K>) => void,
  ): (() => void) => this.onEvent(contract, event, listener);

  /** Calls back for each event that the running clock passes, not for those of a jump. */
  readonly onEvent = <C extends Contract, K extends EventName<C>>(
    contract: C,
    event: K,
    listener: (payload: PayloadOf<C, K>) => void,
  ): (() => void) => {
    const name = `${contract.name}:${event}`;
    const listeners = this.#listeners.get(name) ?? new Set<Listener>();
    this.#listeners.set(name, listeners);
    const entry: Listener = { hear: listener };
    listeners.add(entry);
    return () => void listeners.delete(entry);
  };

  readonly leave = (): Promise<void> => Promise.resolve();
  readonly retryNow = (): void => {};

  /** The states at a recording time, which the clock and the store do not notice. */
  statesAt(at: number): States {
    return this.#statesAfter(this.#countAt(at));
  }

  /** Ends the timers. Idempotent. */
  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    clearTimeout(this.#ahead);
    this.#run(false);
  }

  /** Applies what the clock has passed since the last call. */
  follow(): void {
    this.clock.check();
    const { now } = this.clock;
    const end = this.#countAt(now);
    if (end <= this.#index) return;
    const passed = this.moments.slice(this.#index, end);
    const states = passed.reduce<States>((before, { line }) => this.#applied(before, line), this.#states);
    this.#index = end;
    this.#set(states, now);
    for (const { line } of passed) this.#tell(line);
  }

  get #states(): States {
    return this.store.getState().states;
  }

  #run(runs: boolean): void {
    if (!runs) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    this.#timer ??= setInterval(() => this.follow(), stepMs);
  }

  #jump(): void {
    const { now } = this.clock;
    for (const { name, payload } of this.#begun.values()) this.#hear(name, payload);
    this.#begun.clear();
    this.#index = this.#countAt(now);
    this.#set(this.#statesAfter(this.#index), now);
    const first = countBefore(this.moments, ({ at }) => at < now - fleetingMs);
    for (const { line } of this.moments.slice(first, this.#index)) if (line.seq === undefined) this.#tell(line);
  }

  #set(states: States, now: number): void {
    const { clockOffsetMs, speaking } = this.store.getState();
    const offset = this.#times.epoch(now) - Date.now();
    const talks = this.#speakingAt(now);
    this.store.setState({
      states,
      // Each change draws what shows times again, so small ones are left out.
      clockOffsetMs: Math.abs(offset - clockOffsetMs) > 500 ? offset : clockOffsetMs,
      speaking: talks.join(' ') === speaking.join(' ') ? speaking : talks,
    });
  }

  #countAt(now: number): number {
    return countBefore(this.moments, ({ at }) => at <= now);
  }

  /** The states after so many lines, from the nearest kept ones. */
  #statesAfter(count: number): States {
    const wanted = Math.floor(count / linesBetween);
    while (this.#kept.length <= wanted) this.#keepNext();
    const states = this.#kept[wanted] ?? {};
    return this.#applyAll(states, wanted * linesBetween, count);
  }

  #keepNext(): void {
    const from = (this.#kept.length - 1) * linesBetween;
    this.#kept.push(this.#applyAll(this.#kept.at(-1) ?? {}, from, from + linesBetween));
  }

  #applyAll(states: States, from: number, to: number): States {
    return this.moments.slice(from, to).reduce<States>((before, { line }) => this.#applied(before, line), states);
  }

  /** Computes the kept states of the whole log, a slice at a time. */
  #computeAhead(): void {
    const until = performance.now() + sliceMs;
    const all = Math.floor(this.moments.length / linesBetween) + 1;
    while (this.#kept.length < all && performance.now() < until) this.#keepNext();
    if (this.#kept.length < all) this.#ahead = setTimeout(() => this.#computeAhead(), sliceMs);
  }

  /** An unknown or malformed line changes nothing. */
  #applied(states: States, { name, payload: raw, states: whole, seq, at }: LogLine): States {
    if (whole) return { ...states, ...parseStates(whole, this.#reducers.values()) };
    if (seq === undefined || name === undefined) return states;
    const found = this.#find(name);
    const payload = found?.event?.payload.safeParse(raw);
    if (!found?.reducer || !payload?.success) return states;
    const { reducer, verb } = found;
    const { name: feature } = reducer.contract;
    return { ...states, [feature]: reducer.reduce(states[feature], verb, payload.data, { seq, at }) };
  }

  #tell({ name, payload: raw, seq }: LogLine): void {
    if (name === undefined) return;
    const payload = this.#find(name)?.event?.payload.safeParse(raw);
    if (!payload?.success) return;
    if (seq === undefined) {
      const ending = this.#endingOf?.(name, payload.data);
      if (ending !== undefined) this.#begun.set(`${name} ${JSON.stringify(ending)}`, { name, payload: ending });
    }
    this.#hear(name, payload.data);
  }

  #hear(name: string, payload: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener.hear(payload);
  }

  /** Who talks: the last line about it, unless a jump or a pause is between. */
  #speakingAt(now: number): MeetingState['speaking'] {
    const talks = this.#talks;
    const last = talks[countBefore(talks, ({ at }) => at <= now) - 1];
    return last?.members ?? [];
  }

  get #talks() {
    this.#talkList ??= this.moments.flatMap(({ at, line }) => {
      if (line.name !== `${media.name}:speaking`) return [];
      const parsed = media.events.speaking.payload.safeParse(line.payload);
      return parsed.success ? [{ at, members: parsed.data.members }] : [];
    });
    return this.#talkList;
  }
  #talkList: readonly { readonly at: number; readonly members: MeetingState['speaking'] }[] | undefined;

  /** Recording times at which somebody begins to talk, or all have ended. */
  get talks(): readonly { readonly at: number; readonly members: MeetingState['speaking'] }[] {
    return this.#talks;
  }

  #find(name: string) {
    const [feature = '', verb = ''] = name.split(':', 2);
    const reducer = this.#reducers.get(feature);
    const events = reducer?.contract.events;
    const event = events && Object.hasOwn(events, verb) ? events[verb] : undefined;
    return reducer && event && { reducer, verb, event };
  }
}
