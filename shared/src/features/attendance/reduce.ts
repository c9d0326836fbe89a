import type { StateOf } from '../../core/contract.ts';
import type { MemberId } from '../../core/ids.ts';
import { attendanceLimits } from './limits.ts';
import { reducer } from '../../core/reducer.ts';
import { attendance, type Stay } from './contract.ts';

type State = StateOf<typeof attendance>;

/** Changes the stays of those who are here. */
function changeHere(state: State, change: (stay: Stay) => Stay, member?: MemberId): State {
  const stays = state.stays.map((stay) => {
    return stay.left === undefined && (member === undefined || stay.member === member) ? change(stay) : stay;
  });
  return { stays };
}

/** A full list gives up the shortest stay that is over: who comes and goes for hours takes away nobody's evening. */
function roomFor(stays: readonly Stay[]): readonly Stay[] {
  if (stays.length < attendanceLimits.stays) return stays;
  const lengthOf = ({ joined, left }: Stay) => (left === undefined ? Number.POSITIVE_INFINITY : left - joined);
  const shortest = stays.reduce((found, stay) => (lengthOf(stay) < lengthOf(found) ? stay : found));
  return stays.filter((stay) => stay !== shortest);
}

/** The stays of those who are here with this much more talking, ms by member. */
export function withTalk(state: State, ms: Readonly<Record<MemberId, number>>): State {
  return changeHere(state, (stay) => ({ ...stay, talked: stay.talked + (ms[stay.member] ?? 0) }));
}

export const reduceAttendance = reducer(attendance, {
  initial: { stays: [] },
  on: {
    came: ({ stays }, { member, name, role }, { at }) => ({
      stays: [...roomFor(stays), { member, name, role, joined: at, talked: 0 }],
    }),
    went: (state, { member }, { at }) => changeHere(state, (stay) => ({ ...stay, left: at }), member),
    allWent: (state, _none, { at }) => changeHere(state, (stay) => ({ ...stay, left: at })),
    talked: (state, { ms }) => withTalk(state, ms),
    renamed: (state, { member, name }) => changeHere(state, (stay) => ({ ...stay, name }), member),
  },
  view: () => ({ stays: [] }),
});
