import type { PayloadOf, StateOf } from '../../core/contract.ts';
import type { MemberId } from '../../core/ids.ts';
import { limits } from '../../core/limits.ts';
import { reducer } from '../../core/reducer.ts';
import { lobby, type Waiting } from './contract.ts';

type State = StateOf<typeof lobby>;

function change(state: State, member: MemberId, part: Partial<Waiting>): State {
  const one = state.waiting[member];
  return one ? { ...state, waiting: { ...state.waiting, [member]: { ...one, ...part } } } : state;
}

function without(state: State, member: MemberId): State {
  const { [member]: _gone, ...waiting } = state.waiting;
  return { ...state, waiting };
}

/** The waiting people without the fields that only the server has. */
export function publicWaiting(waiting: State['waiting']): State['waiting'] {
  return Object.fromEntries(
    Object.entries(waiting).map(([id, { person: _person, invited: _invited, ...one }]) => [id, one]),
  );
}

/** A member who may let people in sees all who wait, a waiting person only themselves, another member only the policy. */
function view(state: State, member: MemberId): State {
  const isWatcher = state.watchers.includes(member);
  const own = state.waiting[member];
  const seen = isWatcher ? state.waiting : own ? { [member]: own } : {};
  return {
    ...state,
    words: isWatcher || own ? state.words : '',
    waiting: publicWaiting(seen),
    rememberedCount: isWatcher ? state.rememberedCount : 0,
    remembered: [],
    whole: false,
    watchers: isWatcher ? [member] : [],
  };
}

/** Beyond the bound, the oldest entry is dropped. */
function remember(state: State, one: PayloadOf<typeof lobby, 'remembered'>): State {
  const others = state.remembered.filter(({ person }) => person !== one.person);
  return { ...state, remembered: [...others.slice(-limits.rememberedPeople + 1), one] };
}

function addWatcher(state: State, payload: PayloadOf<typeof lobby, 'watcherAdded'>): State {
  const { member, ...seen } = payload;
  return { ...state, watchers: [...state.watchers, member], ...(!state.whole && seen) };
}

function removeWatcher(state: State, member: MemberId): State {
  const removed = { ...state, watchers: state.watchers.filter((id) => id !== member) };
  return state.whole ? removed : view(removed, member);
}

export const reduceLobby = reducer(lobby, {
  initial: {
    policy: 'open',
    words: '',
    waiting: {},
    rememberedCount: 0,
    remembered: [],
    whole: true,
    watchers: [],
  },
  view,
  on: {
    policySet: (state, { policy }) => ({ ...state, policy }),
    toldAll: (state, { words }) => ({ ...state, words }),
    told: (state, { member, words }) => change(state, member, { words }),
    knocked: (state, { id, name, role }, { at }) => ({
      ...state,
      waiting: { ...state.waiting, [id]: { id, name, role, since: at, online: true, words: '' } },
    }),
    identified: (state, { member, ...hidden }) => change(state, member, hidden),
    dropped: (state, { member }) => change(state, member, { online: false }),
    returned: (state, { member }) => change(state, member, { online: true }),
    admitted: (state, { member }) => without(state, member),
    admittedAll: (state) => state,
    seated: (state) => state,
    denied: (state, { member }) => without(state, member),
    left: (state, { member }) => without(state, member),
    remembered: remember,
    forgot: (state) => ({ ...state, remembered: [] }),
    counted: (state, { count }) => ({ ...state, rememberedCount: count }),
    watcherAdded: addWatcher,
    watcherRemoved: (state, { member }) => removeWatcher(state, member),
  },
});
