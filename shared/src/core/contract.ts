import * as z from 'zod/mini';
import type { Ability } from './abilities.ts';

export type Schema = z.ZodMiniType;

/** The token bucket of one member for one command: `burst` at once, refilled by `perSecond`. */
export interface Limit {
  readonly burst: number;
  readonly perSecond: number;
}

/** The ability that a command needs: a fixed one, or one chosen by the value of an input field. */
export type Needs = Ability | { readonly field: string; readonly of: Readonly<Record<string, Ability>> };

/** A request of a client that the server answers once. */
export interface Command<I extends Schema = Schema, O extends Schema = Schema> {
  /** Absent when every member may use the command. */
  readonly needs?: Needs;
  readonly limit: Limit;
  readonly input: I;
  readonly output: O;
  /** True when the sender must stay unknown: the log and the handler get no name (decision 0010). */
  readonly unsigned?: boolean;
}

/**
 * A command whose sender is checked and then forgotten. Its keys must be random, because they alone identify a retry.
 */
export interface UnsignedCommand<I extends Schema = Schema, O extends Schema = Schema> extends Command<I, O> {
  readonly unsigned: true;
}

/**
 * Converts a payload or a state of an older version to the next version.
 * @throws when the value is not of that version
 */
export type Upcast = (old: unknown) => unknown;

/** An event. Durable: in the log and reduced. Volatile: not logged, not reduced, may be lost. */
export interface Event<K extends 'durable' | 'volatile' = 'durable' | 'volatile', P extends Schema = Schema> {
  readonly kind: K;
  readonly payload: P;
  /** Volatile only: the payload is a list, and the items of several commands within so many ms are sent as one list. */
  readonly gatherMs?: number;
  /** Durable only: a function for each older version, oldest first. The event's version is their number plus one. */
  readonly upcasts?: readonly Upcast[];
}

/** A request of the server to one client on the media line, with an answer. */
export interface Ask<I extends Schema = Schema, O extends Schema = Schema> {
  readonly input: I;
  readonly output: O;
}

/**
 * All messages and the state of one feature. `commands` use the room line; `requests`, `asks` and `notices` the media
 * line.
 */
export interface Contract {
  readonly name: string;
  readonly state: Schema;
  /** Upcasts of the state in snapshots: a function for each older version, oldest first. */
  readonly stateUpcasts: readonly Upcast[];
  readonly commands: Readonly<Record<string, Command>>;
  readonly requests: Readonly<Record<string, Command>>;
  readonly asks: Readonly<Record<string, Ask>>;
  readonly notices: Readonly<Record<string, Schema>>;
  readonly events: Readonly<Record<string, Event>>;
  /**
   * Durable events that are not needed once the state after them is kept: they leave the log when two later snapshots
   * are stored. The log alone then no longer gives the state of the feature, so its snapshots must stay readable.
   */
  readonly passing: readonly string[];
  /** Commands that work also when the room's log is full, because they end or order something and write little. */
  readonly vital: readonly string[];
}

type Parts = Partial<Omit<Contract, 'name' | 'state' | 'passing' | 'vital'>> & Pick<Contract, 'state'>;
interface Marks<P extends Parts> {
  readonly passing?: readonly (keyof P['events'] & string)[];
  readonly vital?: readonly (keyof P['commands'] & string)[];
}
type Filled<N extends string, P extends Parts> = {
  readonly name: N;
  readonly state: P['state'];
  readonly stateUpcasts: readonly Upcast[];
  readonly passing: readonly string[];
  readonly vital: readonly string[];
} & {
  readonly [K in 'commands' | 'requests' | 'asks' | 'notices' | 'events']: P[K] extends object
    ? P[K]
    : Record<never, never>;
};

/** Registers a feature's messages. The name is singular and the prefix of every message: `chat:send`. */
export function contract<const N extends string, P extends Parts>(name: N, parts: P & Marks<P>): Filled<N, P> {
  const none = {
    stateUpcasts: [],
    commands: {},
    requests: {},
    asks: {},
    notices: {},
    events: {},
    passing: [],
    vital: [],
  };
  const filled: unknown = { name, ...none, ...parts };
  return filled as Filled<N, P>;
}

export function command<I extends Schema, O extends Schema>(definition: Command<I, O>): Command<I, O> {
  return definition;
}

export function unsignedCommand<I extends Schema, O extends Schema>(definition: Command<I, O>): UnsignedCommand<I, O> {
  return { ...definition, unsigned: true };
}

/**
 * Declares a durable event. When its payload changes so that old rows no longer fit, the old schema goes to the end of
 * `upcasts`: `durable(Sent, [upcast(SentV1, (old) => ({ ...old, talk: null }))])` is version 2.
 */
export function durable<P extends Schema>(payload: P, upcasts: readonly Upcast[] = []): Event<'durable', P> {
  return { kind: 'durable', payload, upcasts };
}

/** Declares a step between versions: parses by the older schema. `next` is pure: no clock, no ids. */
export function upcast<S extends Schema>(older: S, next: (old: z.infer<S>) => unknown): Upcast {
  return (old) => next(older.parse(old));
}

export function volatile<P extends Schema>(payload: P): Event<'volatile', P> {
  return { kind: 'volatile', payload };
}

/**
 * Declares a frequent volatile event: the room collects its items for `gatherMs` and sends them as one list (decision
 * 0026).
 */
export function gathered<P extends Schema>(item: P, gatherMs: number) {
  return { kind: 'volatile', payload: z.array(item), gatherMs } as const;
}

export function perSecond(rate: number, burst: number = rate * 2): Limit {
  return { burst, perSecond: rate };
}

type Infer<S> = S extends Schema ? z.infer<S> : never;

export type StateOf<C extends Contract> = Infer<C['state']>;
export type EventName<C extends Contract> = keyof C['events'] & string;
export type DurableName<C extends Contract> = {
  [K in EventName<C>]: C['events'][K] extends Event<'durable'> ? K : never;
}[EventName<C>];
export type PayloadOf<C extends Contract, K extends EventName<C>> = Infer<C['events'][K]['payload']>;
export type CommandName<C extends Contract> = keyof C['commands'] & string;
export type InputOf<C extends Contract, K extends CommandName<C>> = Infer<C['commands'][K]['input']>;
export type OutputOf<C extends Contract, K extends CommandName<C>> = Infer<C['commands'][K]['output']>;
export type RequestName<C extends Contract> = keyof C['requests'] & string;
export type RequestInput<C extends Contract, K extends RequestName<C>> = Infer<C['requests'][K]['input']>;
export type RequestOutput<C extends Contract, K extends RequestName<C>> = Infer<C['requests'][K]['output']>;
