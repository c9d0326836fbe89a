import type { Contract, DurableName, PayloadOf, StateOf } from './contract.ts';
import type { MemberId } from './ids.ts';

/** When and in which place of the room's order a durable event happened. `at` is epoch milliseconds. */
export interface EventMeta {
  readonly seq: number;
  readonly at: number;
}

/** The pure rules of one feature's state: the same code runs in server, browser, bot and playback. */
export interface Reducer<C extends Contract = Contract> {
  readonly contract: C;
  readonly initial: StateOf<C>;
  reduce(state: StateOf<C>, event: string, payload: unknown, meta: EventMeta): StateOf<C>;
  /** What one member may see of the state; everything unless the feature has private state. */
  view(state: StateOf<C>, member: MemberId): StateOf<C>;
  /** What one member is told of an event, in the state after it; undefined: nothing. */
  told(state: StateOf<C>, event: string, payload: unknown, member: MemberId): unknown;
  /** Whether each member may be told something else of this event. */
  isToldApart(event: string): boolean;
  /** Events that give members another view: those whom it is told get their view anew in place of the event. */
  readonly turning: readonly string[];
  /** Events whose told form is what somebody sees at that moment: who missed one gets a snapshot. */
  readonly momentary: readonly string[];
  /**
   * Parts of the state that are never sent again as a whole: ids in them are replaced where they are. They have no names of
   * people, and everybody may know that whoever stands in them did something.
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

/** Builds a feature's reducer. An event name it does not know leaves the state as it is (an older or newer log). */
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
