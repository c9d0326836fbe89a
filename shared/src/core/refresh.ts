import { conceal } from './conceal.ts';
import type { Reducer } from './reducer.ts';
import type { Refresh } from './wire.ts';

type States = Readonly<Record<string, unknown>>;

/** Returns the states of a member after a refresh. It does not parse the parts. */
export function refreshed(states: States, { states: parts, renamed }: Refresh, reducers: Iterable<Reducer>): States {
  const after: Record<string, unknown> = { ...states };
  for (const { contract, bulky } of reducers) {
    const { name } = contract;
    const ids = new Map(Object.entries(renamed[name] ?? {}));
    if (ids.size > 0) after[name] = conceal(contract.state, states[name], (id) => ids.get(id));
    const part = parts[name];
    if (part === undefined) continue;
    const stays = Object.entries(after[name] ?? {}).filter(([key]) => bulky.includes(key) && !Object.hasOwn(part, key));
    after[name] = { ...Object.fromEntries(stays), ...part };
  }
  return after;
}
