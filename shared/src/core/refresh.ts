import { conceal } from './conceal.ts';
import type { Reducer } from './reducer.ts';
import type { Refresh } from './wire.ts';

type States = Readonly<Record<string, unknown>>;

/** The states of a member after a refresh; what comes is not parsed here. */
export function refreshed(states: States, { states: parts, renamed }: Refresh, reducers: Iterable<Reducer>): States {
  const after: Record<string, unknown> = { ...states };
  for (const { contract, bulky } of reducers) {
    const part = parts[contract.name];
    const before = states[contract.name];
    if (part === undefined) continue;
    const ids = new Map(Object.entries(renamed[contract.name] ?? {}));
    const kept = conceal(contract.state, before, (id) => ids.get(id));
    const stays = Object.entries(kept ?? {}).filter(([key]) => bulky.includes(key) && !Object.hasOwn(part, key));
    after[contract.name] = { ...Object.fromEntries(stays), ...part };
  }
  return after;
}
