import type { StateOf } from '../../core/contract.ts';
import type { MemberId } from '../../core/ids.ts';
import { reducer } from '../../core/reducer.ts';
import { type PresentMember, presence } from './contract.ts';

type State = StateOf<typeof presence>;

function change(state: State, id: MemberId, part: Partial<PresentMember>): State {
  const member = state.members[id];
  return member ? { members: { ...state.members, [id]: { ...member, ...part } } } : state;
}

/** What members see of each other: not who they are beyond their names. */
function publicView({ members }: State): State {
  const seen = Object.values(members).map(({ person: _hidden, ...member }): [MemberId, PresentMember] => [
    member.id,
    member,
  ]);
  return { members: Object.fromEntries(seen) };
}

export const reducePresence = reducer(presence, {
  initial: { members: {} },
  view: publicView,
  on: {
    joined: (state, { id, name, role }, { at }) => ({
      members: { ...state.members, [id]: { id, name, role, joinedAt: at, online: true } },
    }),
    identified: (state, { id, person }) => change(state, id, { person }),
    left: (state, { id }) => {
      const { [id]: _gone, ...members } = state.members;
      return { members };
    },
    dropped: (state, { id }) => change(state, id, { online: false }),
    returned: (state, { id }) => change(state, id, { online: true }),
    promoted: (state, { id, role }) => change(state, id, { role }),
    renamed: (state, { id, name }) => change(state, id, { name }),
  },
});
