import type { StateOf } from '../../core/contract.ts';
import type { MemberId } from '../../core/ids.ts';
import { reducer } from '../../core/reducer.ts';
import { type PresentMember, presence } from './contract.ts';

type State = StateOf<typeof presence>;
type Members = State['members'];

function change(state: State, id: MemberId, part: Partial<PresentMember>): State {
  const member = state.members[id];
  return member ? { ...state, members: { ...state.members, [id]: { ...member, ...part } } } : state;
}

function without(members: Members, ids: readonly MemberId[]): Members {
  return Object.fromEntries(Object.entries(members).filter(([id]) => !ids.includes(id)));
}

function withAll(members: Members, more: readonly PresentMember[]): Members {
  return { ...members, ...Object.fromEntries(more.map((member) => [member.id, member])) };
}

/** Whether everybody sees this member: hosts, moderators and the presenter are never hidden. */
export function leads(
  { presenter }: Pick<State, 'presenter'>,
  { id, role }: Pick<PresentMember, 'id' | 'role'>,
): boolean {
  return role === 'host' || role === 'moderator' || id === presenter;
}

/** Somebody as the others may know them: not who they are beyond their name. */
export function publicMember({ person: _hidden, ...member }: PresentMember): PresentMember {
  return member;
}

/** What one member sees of the others. */
function view(state: State, viewer: MemberId): State {
  const isBlind = state.blind.includes(viewer);
  const seen = Object.values(state.members).filter(
    (member) => !isBlind || member.id === viewer || leads(state, member),
  );
  return { members: withAll({}, seen.map(publicMember)), blind: [], whole: false };
}

export const reducePresence = reducer(presence, {
  initial: { members: {}, blind: [], whole: true },
  view,
  on: {
    joined: (state, { id, name, role }, { at }) => ({
      ...state,
      members: { ...state.members, [id]: { id, name, role, joinedAt: at, online: true } },
    }),
    identified: (state, { id, person }) => change(state, id, { person }),
    left: (state, { id }) => ({
      ...state,
      members: without(state.members, [id]),
      blind: state.blind.filter((other) => other !== id),
    }),
    dropped: (state, { id }) => change(state, id, { online: false }),
    returned: (state, { id }) => change(state, id, { online: true }),
    promoted: (state, { id, role }) => change(state, id, { role }),
    renamed: (state, { id, name }) => change(state, id, { name }),
    veiled: (state, { id, hidden }) =>
      state.whole ? { ...state, blind: [...state.blind, id] } : { ...state, members: without(state.members, hidden) },
    unveiled: (state, { id, members }) =>
      state.whole
        ? { ...state, blind: state.blind.filter((other) => other !== id) }
        : { ...state, members: withAll(state.members, members) },
    revealed: (state, { members }) => (state.whole ? state : { ...state, members: withAll(state.members, members) }),
    concealed: (state, { hidden }) => (state.whole ? state : { ...state, members: without(state.members, hidden) }),
    pointedAt: ({ presenter: _before, ...state }, { id }) => ({ ...state, ...(id !== undefined && { presenter: id }) }),
  },
});
