import type { StateOf } from '../../core/contract.ts';
import type { MemberId } from '../../core/ids.ts';
import { attendanceLimits } from './limits.ts';
import { reducer } from '../../core/reducer.ts';
import { attendance, type Stay } from './contract.ts';

type State = StateOf<typeof attendance>;

/** Changes the open stay of one member, or of all when `member` is left out. */
function changeHere(state: State, change: (stay: Stay) => Stay, member?: MemberId): State {
  const stays = state.stays.map((stay) => {
    return stay.left === undefined && (member === undefined || stay.member === member) ? change(stay) : stay;
  });
  return { stays };
}

/** A full list drops its shortest finished stay: a member who joins and leaves many times must not push out a long stay. */
function withSpaceForOne(stays: readonly Stay[]): readonly Stay[] {
  if (stays.length < attendanceLimits.stays) return stays;
  const lengthOf = ({ joined, left }: Stay) => (left === undefined ? Number.POSITIVE_INFINITY : left - joined);
  const shortest = stays.reduce((found, stay) => (lengthOf(stay) < lengthOf(found) ? stay : found));
  return stays.filter((stay) => stay !== shortest);
}

/** The state with talking time added to the open stays; `ms` by member. */
export function withTalk(state: State, ms: Readonly<Record<MemberId, number>>): State {
  return changeHere(state, (stay) => ({ ...stay, talked: stay.talked + (ms[stay.member] ?? 0) }));
}

export const reduceAttendance = reducer(attendance, {
  initial: { stays: [] },
  on: {
    came: ({ stays }, { member, name, role }, { at }) => ({
      stays: [...withSpaceForOne(stays), { member, name, role, joined: at, talked: 0 }],
    }),
    went: (state, { member }, { at }) => changeHere(state, (stay) => ({ ...stay, left: at }), member),
    allWent: (state, _none, { at }) => changeHere(state, (stay) => ({ ...stay, left: at })),
    talked: (state, { ms }) => withTalk(state, ms),
    renamed: (state, { member, name }) => changeHere(state, (stay) => ({ ...stay, name }), member),
  },
  view: () => ({ stays: [] }),
});
