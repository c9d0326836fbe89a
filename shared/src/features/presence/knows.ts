import type { StateOf } from '../../core/contract.ts';
import type { MemberId } from '../../core/ids.ts';
import type { LogEntry } from '../../core/log.ts';
import { presence } from './contract.ts';
import { leads, reducePresence } from './reduce.ts';

type State = StateOf<typeof presence>;

/** Who may know of whom. This is the only place that decides it, for every message that names members. */
export interface Knowing {
  /** Members of whom all may know. */
  readonly shown: ReadonlySet<MemberId>;
  /** True when some members may not know of all. */
  readonly hidesSome: boolean;
  /** True when this member may know of all members. */
  knowsAll(viewer: MemberId): boolean;
  /** True when `viewer` may know that `other` is here, and under which name. */
  knows(viewer: MemberId, other: MemberId): boolean;
}

/** Presence addresses its own events and hides members in its view, so that no ids need to be replaced in it. */
export const addressesItself = presence.name;

const made = new WeakMap<State, Knowing>();

/** Members who are locked from seeing people know of themselves, hosts, moderators and the presenter only. */
export function knowingIn(states: Readonly<Record<string, unknown>>): Knowing {
  // Only the presence reducer and the parser of its contract write this state.
  const state = (states[presence.name] ?? reducePresence.initial) as State;
  const before = made.get(state);
  if (before) return before;
  const blind = new Set(state.blind);
  const leading = Object.values(state.members).filter((member) => leads(state, member));
  const shown = new Set(leading.map(({ id }) => id));
  const knowing: Knowing = {
    shown,
    hidesSome: blind.size > 0,
    knowsAll: (viewer) => !blind.has(viewer),
    knows: (viewer, other) => viewer === other || !blind.has(viewer) || shown.has(other),
  };
  made.set(state, knowing);
  return knowing;
}

const changesNothing: readonly string[] = ['dropped', 'returned', 'renamed', 'identified'];
/** Events that change the known members only for viewers who do not know all. */
const changesWhoLeads: readonly string[] = ['joined', 'left', 'promoted', 'pointedAt', 'revealed', 'concealed'];

/**
 * Whether an event may have changed the members that a viewer knows. `knowsAll`: the viewer may know of all members
 * now.
 */
export function mayChangeKnowing({ feature, event }: Pick<LogEntry, 'feature' | 'event'>, knowsAll: boolean): boolean {
  if (feature !== presence.name || changesNothing.includes(event)) return false;
  return !knowsAll || !changesWhoLeads.includes(event);
}
