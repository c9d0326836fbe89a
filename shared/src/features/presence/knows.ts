import type { StateOf } from '../../core/contract.ts';
import type { MemberId } from '../../core/ids.ts';
import type { LogEntry } from '../../core/log.ts';
import { presence } from './contract.ts';
import { leads, reducePresence } from './reduce.ts';

type State = StateOf<typeof presence>;

/** Of whom each member may know: the one place that decides it. Everything that names members is told by it. */
export interface Knowing {
  /** Those of whom everybody may know. */
  readonly shown: ReadonlySet<MemberId>;
  /** True when somebody may not know of everybody. */
  readonly hidesSome: boolean;
  /** True when this member may know of everybody. */
  knowsAll(viewer: MemberId): boolean;
  /** True when `viewer` may know that `other` is here, and by which name. */
  knows(viewer: MemberId, other: MemberId): boolean;
}

/** This feature addresses its own events, and its view hides people by itself. */
export const addressesItself = presence.name;

const made = new WeakMap<State, Knowing>();

/** Whoever is locked from seeing people knows of themselves, hosts, moderators and the presenter, and of nobody else. */
export function knowingIn(states: Readonly<Record<string, unknown>>): Knowing {
  // Only the presence reducer and its contract's parser write this.
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
/** These change whom others know only for those who do not know everybody. */
const changesWhoLeads: readonly string[] = ['joined', 'left', 'promoted', 'pointedAt', 'revealed', 'concealed'];

/** Whether an event may have changed of whom somebody knows who now knows everybody, or does not. */
export function mayChangeKnowing({ feature, event }: Pick<LogEntry, 'feature' | 'event'>, knowsAll: boolean): boolean {
  if (feature !== presence.name || changesNothing.includes(event)) return false;
  return !knowsAll || !changesWhoLeads.includes(event);
}
