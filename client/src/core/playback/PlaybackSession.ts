import '../jitless.ts';
import type { CommandName, Contract, EventName, InputOf, OutputOf, PayloadOf } from '@plenum/shared/core/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import { refreshed } from '@plenum/shared/core/refresh';
import { viewerId } from '@plenum/shared/api/recording/limits';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Reducer } from '@plenum/shared/core/reducer';
import { media } from '@plenum/shared/features/media/contract';
import { parseStates, type VolatileName } from '../meeting.ts';
import type { Refresh } from '@plenum/shared/core/wire';
import type { Pass } from '../session.ts';
import type { MeetingState } from '../store.ts';
import type { PlaybackClock } from './clock.ts';
import { countBefore, type LogLine } from './recorded.ts';

/** Number of lines between two kept states: a seek replays at most so many. */
const linesBetween = 256;
/** How often the states follow the clock while it runs, in ms. */
const stepMs = 40;
/** How long the states of the log are computed ahead before the page gets its turn, in ms. */
const sliceMs = 12;
/** Volatile events of so many ms before a jump are told after it, because a stroke may be in progress. */
const fleetingMs = 4_000;

type States = MeetingState['states'];

export interface PlaybackOptions {
  readonly id: RoomId;
  readonly title: string;
  readonly log: readonly LogLine[];
  /** The epoch ms of a time of the recording. */
  readonly epochOf: (at: number) => number;
  readonly clock: PlaybackClock;
  readonly reducers: readonly Reducer[];
  /** Where the files of the room are now. */
  readonly pass: Pass;
  /** Events that end what a volatile event began, such as an empty stroke; told at each jump. */
  readonly endingOf?: (name: string, payload: unknown) => unknown;
  /** Answers a question about the log, such as for older messages; undefined for everything else. */
  readonly answer?: (command: string, input: unknown) => unknown;
}

/** A recording has files in the place of a media line. */
const noMedia = {
  publish: () => Promise.reject(new AppError('forbidden', 'A recording takes no stream.')),
  unpublish: () => {},
  mute: () => {},
  replaceTrack: () => Promise.reject(new AppError('forbidden', 'A recording takes no stream.')),
  watch: () => {},
  onEnded: () => () => {},
  stats: () => Promise.resolve({ sendLoss: 0, recvLoss: 0, sendBitrate: 0, recvBitrate: 0 }),
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
  /** All lines of the log, in order. */
  readonly lines: readonly LogLine[];
  readonly #epochOf: (at: number) => number;
  readonly #reducers: ReadonlyMap<string, Reducer>;
  readonly #endingOf: PlaybackOptions['endingOf'];
  readonly #answer: PlaybackOptions['answer'];
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

  constructor({ id, title, log, epochOf, clock, reducers, endingOf, answer, pass }: PlaybackOptions) {
    this.pass = pass;
    this.clock = clock;
    this.#epochOf = epochOf;
    this.#endingOf = endingOf;
    this.#answer = answer;
    this.#reducers = new Map(reducers.map((reducer) => [reducer.contract.name, reducer]));
    this.lines = log;
    const states = Object.fromEntries(reducers.map(({ contract, initial }) => [contract.name, initial]));
    this.#kept = [states];
    this.store = createStore<MeetingState>(() => ({
      line: { state: 'open' },
      mediaLine: { state: 'off' },
      room: { id, title },
      // A viewer is no member: no rights, so no component offers an act.
      me: { id: viewerId, name: '', role: 'participant', abilities: [] },
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

  /** Nothing of a playback can ask the server: questions about the log are answered from it, all else is refused. */
  readonly send = <C extends Contract, K extends CommandName<C>>(
    contract: C,
    command: K,
    input: InputOf<C, K>,
  ): Promise<OutputOf<C, K>> => {
    const answer = contract.commands[command]?.output.safeParse(this.#answer?.(`${contract.name}:${command}`, input));
    if (answer?.success) return Promise.resolve(answer.data as OutputOf<C, K>);
    return Promise.reject(new AppError('forbidden', 'A recording cannot be changed by watching it.'));
  };

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
    return this.statesAfter(this.#countAt(at));
  }

  /** Returns a function that gives the states at later and later times, without beginning anew at each. */
  walk(): (at: number) => States {
    let index = 0;
    let states = this.#kept[0] ?? {};
    return (at) => {
      const end = this.#countAt(at);
      states = this.#applyAll(states, index, end);
      index = Math.max(index, end);
      return states;
    };
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
    const passed = this.lines.slice(this.#index, end);
    const states = passed.reduce<States>((before, line) => this.#applied(before, line), this.#states);
    this.#index = end;
    this.#set(states, now);
    for (const line of passed) this.#tell(line);
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
    this.#set(this.statesAfter(this.#index), now);
    const first = countBefore(this.lines, ({ at }) => at < now - fleetingMs);
    for (const line of this.lines.slice(first, this.#index)) if (isVolatile(line)) this.#tell(line);
  }

  #set(states: States, now: number): void {
    const { clockOffsetMs, speaking } = this.store.getState();
    const offset = this.#epochOf(now) - Date.now();
    const talks = this.#speakingAt(now);
    this.store.setState({
      states,
      // Each change draws what shows times again, so small ones are left out.
      clockOffsetMs: Math.abs(offset - clockOffsetMs) > 500 ? offset : clockOffsetMs,
      speaking: talks.join(' ') === speaking.join(' ') ? speaking : talks,
    });
  }

  #countAt(now: number): number {
    return countBefore(this.lines, ({ at }) => at <= now);
  }

  /** The states after so many lines, from the nearest kept ones. */
  statesAfter(count: number): States {
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
    return this.lines.slice(from, to).reduce<States>((before, line) => this.#applied(before, line), states);
  }

  /** Computes the kept states of the whole log, a slice at a time. */
  #computeAhead(): void {
    const until = performance.now() + sliceMs;
    const all = Math.floor(this.lines.length / linesBetween) + 1;
    while (this.#kept.length < all && performance.now() < until) this.#keepNext();
    if (this.#kept.length < all) this.#ahead = setTimeout(() => this.#computeAhead(), sliceMs);
  }

  /** An unknown or malformed line changes nothing. */
  #applied(states: States, line: LogLine): States {
    if (line.is === 'view') return { ...states, ...this.#parsed(line.states) };
    if (line.is === 'refresh') return this.#refreshed(states, line.refresh);
    if (!line.meta) return states;
    const found = this.#find(line.name);
    const payload = found?.event.payload.safeParse(line.payload);
    if (!found || !payload?.success) return states;
    const { reducer, verb } = found;
    const { name: feature } = reducer.contract;
    return { ...states, [feature]: reducer.reduce(states[feature], verb, payload.data, line.meta) };
  }

  #refreshed(states: States, refresh: Refresh): States {
    const reducers = [...this.#reducers.values()].filter(
      ({ contract: { name } }) => name in refresh.states || name in refresh.renamed,
    );
    return { ...states, ...this.#parsed(refreshed(states, refresh, reducers)) };
  }

  /** The states that this client understands: one that it does not leaves the others as they are. */
  #parsed(states: States): States {
    const understood = [...this.#reducers.values()].filter(
      ({ contract: { name, state } }) => name in states && state.safeParse(states[name]).success,
    );
    return parseStates(states, understood);
  }

  #tell(line: LogLine): void {
    if (line.is !== 'event') return;
    const { name } = line;
    const payload = this.#find(name)?.event.payload.safeParse(line.payload);
    if (!payload?.success) return;
    const ending = line.meta ? undefined : this.#endingOf?.(name, payload.data);
    if (ending !== undefined) this.#begun.set(`${name} ${JSON.stringify(ending)}`, { name, payload: ending });
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
    this.#talkList ??= this.lines.flatMap((line) => {
      if (line.is !== 'event' || line.name !== `${media.name}:speaking`) return [];
      const parsed = media.events.speaking.payload.safeParse(line.payload);
      return parsed.success ? [{ at: line.at, members: parsed.data.members }] : [];
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

function isVolatile(line: LogLine): boolean {
  return line.is === 'event' && line.meta === undefined;
}
