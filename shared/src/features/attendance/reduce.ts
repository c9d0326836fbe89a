import type { StateOf } from '../../core/contract.ts';
import type { MemberId } from '../../core/ids.ts';
import { limits } from '../../core/limits.ts';
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

/** The stays of those who are here with this much more talking, ms by member. */
export function withTalk(state: State, ms: Readonly<Record<MemberId, number>>): State {
  return changeHere(state, (stay) => ({ ...stay, talked: stay.talked + (ms[stay.member] ?? 0) }));
}

export const reduceAttendance = reducer(attendance, {
  initial: { stays: [] },
  on: {
    came: ({ stays }, { member, name, role }, { at }) => ({
      stays: [...stays, { member, name, role, joined: at, talked: 0 }].slice(-limits.stays),
    }),
    went: (state, { member }, { at }) => changeHere(state, (stay) => ({ ...stay, left: at }), member),
    allWent: (state, _none, { at }) => changeHere(state, (stay) => ({ ...stay, left: at })),
    talked: (state, { ms }) => withTalk(state, ms),
    renamed: (state, { member, name }) => changeHere(state, (stay) => ({ ...stay, name }), member),
  },
  view: () => ({ stays: [] }),
});
