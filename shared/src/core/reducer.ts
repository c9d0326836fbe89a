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
  /**
   * The payload that this member is told of a personal event; undefined when it changes nothing for them. `before` and
   * `after` are the server's states around the event. Equal payloads should be the same object: it is encoded once for
   * all who get it.
   */
  tell(event: string, before: StateOf<C>, after: StateOf<C>, member: MemberId): unknown;
}

interface Rules<C extends Contract> {
  readonly initial: StateOf<C>;
  readonly on: {
    readonly [K in DurableName<C>]: (state: StateOf<C>, payload: PayloadOf<C, K>, meta: EventMeta) => StateOf<C>;
  };
  readonly view?: (state: StateOf<C>, member: MemberId) => StateOf<C>;
  /** For each personal event. */
  readonly tells?: {
    readonly [K in DurableName<C>]?: (
      before: StateOf<C>,
      after: StateOf<C>,
      member: MemberId,
    ) => PayloadOf<C, K> | undefined;
  };
}

type Tell<C extends Contract> = (before: StateOf<C>, after: StateOf<C>, member: MemberId) => unknown;

/** Builds a feature's reducer. An event name it does not know leaves the state as it is (an older or newer log). */
export function reducer<C extends Contract>(contract: C, rules: Rules<C>): Reducer<C> {
  const tells: Readonly<Record<string, Tell<C> | undefined>> = rules.tells ?? {};
  const on: Readonly<Record<string, (state: StateOf<C>, payload: never, meta: EventMeta) => StateOf<C>>> = rules.on;
  return {
    contract,
    initial: rules.initial,
    reduce(state, event, payload, meta) {
      const rule = Object.hasOwn(on, event) ? on[event] : undefined;
      return rule ? rule(state, payload as never, meta) : state;
    },
    view: rules.view ?? ((state) => state),
    tell: (event, before, after, member) => tells[event]?.(before, after, member),
  };
}
