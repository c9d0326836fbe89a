import type { CommandName, Contract, EventName, InputOf, OutputOf, PayloadOf } from '@plenum/shared/core/contract';
import type { MemberId } from '@plenum/shared/core/ids';
import type { Reducer } from '@plenum/shared/core/reducer';
import type { Me } from '@plenum/shared/core/wire';
import type { Farewell, MeetingState } from './store.ts';

/** Calls back for each such event. */
export type Listen = <C extends Contract, K extends EventName<C>>(
  contract: C,
  event: K,
  listener: (payload: PayloadOf<C, K>) => void,
) => unknown;

/** Asks the server. */
export type Send = <C extends Contract, K extends CommandName<C>>(
  contract: C,
  command: K,
  input: InputOf<C, K>,
) => Promise<OutputOf<C, K>>;

/** All that a meeting must know of the features in it, except media. */
export interface MeetingExtras {
  readonly reducers: readonly Reducer[];
  /** The features from whose states `meIn` reads. */
  readonly meFrom: readonly string[];
  /** Who I am in these states; undefined when they do not say it. */
  readonly meIn: (id: MemberId, states: MeetingState['states']) => Me | undefined;
  /** Says when somebody ends my stay, and with which words. */
  readonly hearFarewells: (listen: Listen, bid: (farewell: Farewell) => void) => void;
  /** Gives my place back. */
  readonly leave: (send: Send, place: MeetingState['place']) => Promise<unknown>;
}
