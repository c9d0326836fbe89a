import type { StateOf } from '../../core/contract.ts';
import type { MemberId } from '../../core/ids.ts';
import { reducer } from '../../core/reducer.ts';
import { type Locks, moderation } from './contract.ts';

type State = StateOf<typeof moderation>;

export const unlocked: Locks = {
  cameras: false,
  seeCameras: false,
  microphones: false,
  screens: false,
  publicChat: false,
  privateChat: false,
  reactions: false,
  drawing: false,
  seeDrawings: false,
  seeCursors: false,
  seePeople: false,
};

function without<T>(record: Readonly<Record<MemberId, T>>, member: MemberId): Record<MemberId, T> {
  const { [member]: _gone, ...rest } = record;
  return rest;
}

function grantsWith({ grants }: State, member: MemberId, mine: State['grants'][MemberId]): State['grants'] {
  return Object.keys(mine).length === 0 ? without(grants, member) : { ...grants, [member]: mine };
}

export const reduceModeration = reducer(moderation, {
  initial: { locks: unlocked, lockOnJoin: true, unlocked: {}, grants: {} },
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
    promoted: (state) => state,
    presented: ({ presenter: _before, ...state }, { member }) => ({
      ...state,
      ...(member !== undefined && { presenter: member }),
    }),
    forgotten: (state, { member }) => ({
      ...state,
      unlocked: without(state.unlocked, member),
      grants: without(state.grants, member),
    }),
  },
});
