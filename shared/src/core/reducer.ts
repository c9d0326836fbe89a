import type { Contract, DurableName, PayloadOf, StateOf } from './contract.ts';
import type { MemberId } from './ids.ts';

/** The time and the sequence number of a durable event. `at` is epoch milliseconds. */
export interface EventMeta {
  readonly seq: number;
  readonly at: number;
}

/** The pure rules of one feature's state: the same code runs in server, browser, bot and playback. */
export interface Reducer<C extends Contract = Contract> {
  readonly contract: C;
  readonly initial: StateOf<C>;
  reduce(state: StateOf<C>, event: string, payload: unknown, meta: EventMeta): StateOf<C>;
  /** Returns the part of the state that one member may see; the whole state unless the feature has private state. */
  view(state: StateOf<C>, member: MemberId): StateOf<C>;
  /**
   * Returns the form of an event that one member gets, given the state after it; undefined when the member gets
   * nothing.
   */
  told(state: StateOf<C>, event: string, payload: unknown, member: MemberId): unknown;
  /** Whether members may get different forms of this event. */
  isToldApart(event: string): boolean;
  /** Events that change views: their receivers get a new view instead of the event. */
  readonly turning: readonly string[];
  /** Events whose told form is computed for the moment: a client that missed one gets a snapshot. */
  readonly momentary: readonly string[];
  /**
   * Parts of the state that are never sent again as a whole: the client replaces ids in place. They contain no names of
   * people, and every member may know that the people in them did something.
   */
  readonly bulky: readonly string[];
}

interface Rules<C extends Contract> {
  readonly initial: StateOf<C>;
  readonly on: {
    readonly [K in DurableName<C>]: (state: StateOf<C>, payload: PayloadOf<C, K>, meta: EventMeta) => StateOf<C>;
  };
  readonly view?: (state: StateOf<C>, member: MemberId) => StateOf<C>;
  readonly told?: {
    readonly [K in DurableName<C>]?: (
      state: StateOf<C>,
      payload: PayloadOf<C, K>,
      member: MemberId,
    ) => PayloadOf<C, K> | undefined;
  };
  readonly turning?: readonly DurableName<C>[];
  readonly momentary?: readonly DurableName<C>[];
  readonly bulky?: readonly (keyof StateOf<C> & string)[];
}

type Told<C extends Contract> = (state: StateOf<C>, payload: never, member: MemberId) => unknown;

/** Builds a feature's reducer. An unknown event (of an older or newer log) leaves the state unchanged. */
export function reducer<C extends Contract>(contract: C, rules: Rules<C>): Reducer<C> {
  const told: Readonly<Record<string, Told<C> | undefined>> = rules.told ?? {};
  const on: Readonly<Record<string, (state: StateOf<C>, payload: never, meta: EventMeta) => StateOf<C>>> = rules.on;
  return {
    contract,
    initial: rules.initial,
    reduce(state, event, payload, meta) {
      const rule = Object.hasOwn(on, event) ? on[event] : undefined;
      return rule ? rule(state, payload as never, meta) : state;
    },
    view: rules.view ?? ((state) => state),
    told(state, event, payload, member) {
      const rule = Object.hasOwn(told, event) ? told[event] : undefined;
      return rule ? rule(state, payload as never, member) : payload;
    },
    isToldApart: (event) => Object.hasOwn(told, event),
    turning: rules.turning ?? [],
    momentary: rules.momentary ?? [],
    bulky: rules.bulky ?? [],
  };
}
