import type { CommandName, Contract, EventName, InputOf, OutputOf, PayloadOf, StateOf } from '../core/contract.ts';
import type { MemberId } from '../core/ids.ts';
import type { Me } from '../core/wire.ts';
import { features } from './index.ts';
import { duration } from './duration/contract.ts';
import { lobby } from './lobby/contract.ts';
import { moderation } from './moderation/contract.ts';
import { rightsIn } from './moderation/rights.ts';
import { presence } from './presence/contract.ts';

type Listen = <C extends Contract, K extends EventName<C>>(
  contract: C,
  event: K,
  listener: (payload: PayloadOf<C, K>) => void,
) => unknown;
type Send = <C extends Contract, K extends CommandName<C>>(
  contract: C,
  command: K,
  input: InputOf<C, K>,
) => Promise<OutputOf<C, K>>;

/** What was said to a member before somebody ended their stay. */
type Farewell =
  | { readonly what: 'removed' | 'banned'; readonly by: string }
  | ({ readonly what: 'timeUp' } & PayloadOf<typeof duration, 'reached'>)
  | ({ readonly what: 'refused' } & PayloadOf<typeof lobby, 'refused'>);

/** Name, role and rights of a member by the states of a meeting; undefined for who has no seat. */
function meIn(id: MemberId, states: Readonly<Record<string, unknown>>): Me | undefined {
  const member = (states[presence.name] as StateOf<typeof presence> | undefined)?.members[id];
  return member && { id, name: member.name, role: member.role, abilities: [...rightsIn(states, member)] };
}

function hearFarewells(listen: Listen, bid: (farewell: Farewell) => void): void {
  listen(moderation, 'notified', ({ what, by }) => {
    if (what === 'removed' || what === 'banned') bid({ what, by });
  });
  listen(duration, 'reached', (limit) => bid({ what: 'timeUp', ...limit }));
  listen(lobby, 'refused', (said) => bid({ what: 'refused', ...said }));
}

/** Gives a seat, or a place outside, back. */
function leave(send: Send, place: 'inside' | 'outside'): Promise<unknown> {
  return place === 'inside' ? send(presence, 'leave', {}) : send(lobby, 'leave', {});
}

/** What the headless core of a client is told of features: pages and bots give it to each session. */
export const extras = {
  reducers: features,
  /** The features that `meIn` reads. */
  meFrom: [presence.name, moderation.name],
  meIn,
  hearFarewells,
  leave,
};
