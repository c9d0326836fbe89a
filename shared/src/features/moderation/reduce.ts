import type { PayloadOf, StateOf } from '../../core/contract.ts';
import type { MemberId } from '../../core/ids.ts';
import { limits } from '../../core/limits.ts';
import { moderationLimits } from './limits.ts';
import { reducer } from '../../core/reducer.ts';
import { allUnlocked, moderation } from './contract.ts';

type State = StateOf<typeof moderation>;
type Behind = State['behind'];

const nothingBehind: Behind = { barred: [], removed: [], roles: [] };

/** A member's view: without `behind`; with `deeds` and `bans` only for watchers. */
function view(state: State, member: MemberId): State {
  const isWatcher = state.watchers.includes(member);
  return {
    ...state,
    whole: false,
    watchers: isWatcher ? [member] : [],
    entered: only(state.entered, member),
    deeds: isWatcher ? state.deeds : [],
    bans: isWatcher ? state.bans : [],
    behind: nothingBehind,
  };
}

function only<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const value = record[key];
  return value === undefined ? {} : { [key]: value };
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _gone, ...rest } = record;
  return rest;
}

interface Dated {
  readonly member: MemberId;
  readonly at?: number | undefined;
}

/** Adds an entry in place of the member's earlier one. Drops entries whose seat can no longer be taken, and the oldest beyond the bound. */
function withEntry<T extends Dated>(list: readonly T[], one: T & { readonly at: number }): T[] {
  const since = one.at - limits.seatSeconds * 1000;
  const others = list.filter(({ member, at }) => member !== one.member && (at === undefined || at >= since));
  return [...others.slice(-limits.rememberedPeople + 1), one];
}

function behind(state: State, part: Partial<Behind>): State {
  return { ...state, behind: { ...state.behind, ...part } };
}

function grantsWith({ grants }: State, member: MemberId, mine: State['grants'][MemberId]): State['grants'] {
  return Object.keys(mine).length === 0 ? without(grants, member) : { ...grants, [member]: mine };
}

function silence(state: State, { members, by }: PayloadOf<typeof moderation, 'silenced'>, at: number): State {
  const silenced = Object.fromEntries(members.map((member) => [member, { by, at }]));
  return { ...state, silenced: { ...state.silenced, ...silenced } };
}

/** A member who loses the right to see the acts drops them from the view; the server keeps them. */
function removeWatcher(state: State, member: MemberId): State {
  const removed = { ...state, watchers: state.watchers.filter((id) => id !== member) };
  return state.whole ? removed : view(removed, member);
}

export const reduceModeration = reducer(moderation, {
  initial: {
    locks: allUnlocked,
    lockOnJoin: true,
    unlocked: {},
    grants: {},
    presenterPolicy: 'moderators',
    silenced: {},
    entry: { muted: false, camerasOff: false },
    entered: {},
    whole: true,
    watchers: [],
    deeds: [],
    bans: [],
    behind: nothingBehind,
  },
  view,
  on: {
    locked: (state, { locks, lockOnJoin }) => ({ ...state, locks, lockOnJoin }),
    exempted: (state, { member, unlocked }) => ({
      ...state,
      unlocked: unlocked ? { ...state.unlocked, [member]: true as const } : without(state.unlocked, member),
    }),
    granted(state, { member, ability, grant }) {
      const { [ability]: _before, ...others } = state.grants[member] ?? {};
      const mine = grant === undefined ? others : { ...others, [ability]: grant };
      return { ...state, grants: grantsWith(state, member, mine) };
    },
    promoted: (state, { member, role }, { at }) =>
      state.whole ? behind(state, { roles: withEntry(state.behind.roles, { member, role, at }) }) : state,
    presented: ({ presenter: _before, ...state }, { member }) => ({
      ...state,
      ...(member !== undefined && { presenter: member }),
    }),
    presenterPolicySet: (state, { policy }) => ({ ...state, presenterPolicy: policy }),
    entrySet: (state, entry) => ({ ...state, entry }),
    entered: (state, { member }, { at }) => ({ ...state, entered: { ...state.entered, [member]: at } }),
    camerasHeld: (state) => state,
    silenced: (state, payload, { at }) => silence(state, payload, at),
    renamed: (state) => state,
    forgotten: (state, { member }) => ({
      ...state,
      unlocked: without(state.unlocked, member),
      grants: without(state.grants, member),
      silenced: without(state.silenced, member),
      entered: without(state.entered, member),
    }),
    allForgotten: (state) => ({ ...state, unlocked: {}, grants: {}, silenced: {}, entered: {} }),
    removed: (state, { member }, { at }) => behind(state, { removed: withEntry(state.behind.removed, { member, at }) }),
    banned: (state, ban) => ({ ...state, bans: [...state.bans, ban] }),
    barred: (state, one) => behind(state, { barred: [...state.behind.barred, one] }),
    pardoned: (state, { ban }) =>
      behind(
        { ...state, bans: state.bans.filter(({ id }) => id !== ban) },
        { barred: state.behind.barred.filter((one) => one.ban !== ban) },
      ),
    ended: (state, { by }, { at }) => ({ ...state, ended: { by, at } }),
    reopened: ({ ended: _over, ...state }) => state,
    noted: (state, deed) => ({ ...state, deeds: [...state.deeds, deed].slice(-moderationLimits.deedsKept) }),
    watcherAdded: (state, { member, deeds, bans }) => ({
      ...state,
      watchers: [...state.watchers, member],
      ...(!state.whole && { deeds, bans }),
    }),
    watcherRemoved: (state, { member }) => removeWatcher(state, member),
  },
});
