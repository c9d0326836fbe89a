import { isStaff } from '../../core/abilities.ts';
import type { PayloadOf, StateOf } from '../../core/contract.ts';
import type { MemberId } from '../../core/ids.ts';
import { Memo } from '../../core/Memo.ts';
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

/** Frees seats; with the last one the sitting is over. */
function free(state: State, ids: readonly MemberId[]): State {
  const members = without(state.members, ids);
  if (Object.keys(members).length > 0) return { ...state, members };
  const { begunAt: _over, ...rest } = state;
  return { ...rest, members };
}

function withAll(members: Members, more: readonly PresentMember[]): Members {
  return { ...members, ...Object.fromEntries(more.map((member) => [member.id, member])) };
}

/** Whether a member is visible to all: hosts, moderators and the presenter are never hidden. */
export function leads(
  { presenter }: Pick<State, 'presenter'>,
  { id, role }: Pick<PresentMember, 'id' | 'role'>,
): boolean {
  return isStaff({ role }) || id === presenter;
}

/** Returns a member without the fields that only the server may know. */
export function publicMember({ person: _hidden, ...member }: PresentMember): PresentMember {
  return member;
}

/** Views of a room, computed once for all viewers. */
interface Views {
  readonly blind: ReadonlySet<MemberId>;
  /** For members who may see all. */
  readonly everybody: State;
  /** Members who are visible to all. */
  readonly leading: readonly PresentMember[];
}

const views = new Memo<Views>();

function viewsOf(state: State): Views {
  return views.of([state], () => {
    const members = Object.values(state.members).map(publicMember);
    return {
      blind: new Set(state.blind),
      everybody: seen(state, members),
      leading: members.filter((member) => leads(state, member)),
    };
  });
}

function seen({ begunAt }: State, members: readonly PresentMember[]): State {
  return { members: withAll({}, members), ...(begunAt !== undefined && { begunAt }), blind: [], whole: false };
}

function isBlind(state: State, member: MemberId): boolean {
  return viewsOf(state).blind.has(member);
}

/** A member's view of the others. */
function view(state: State, viewer: MemberId): State {
  const { blind, everybody, leading } = viewsOf(state);
  if (!blind.has(viewer)) return everybody;
  const own = state.members[viewer];
  if (!own || leading.some(({ id }) => id === viewer)) return seen(state, leading);
  return seen(state, [...leading, publicMember(own)]);
}

type Sighted = PayloadOf<typeof presence, 'sighted'>;

function applySighted(state: State, { blind = [], seeing = [], rest }: Sighted): State {
  const { blind: before } = viewsOf(state);
  const [blinded, sighted] = [new Set(blind), new Set(seeing)];
  const isBlindNow = (id: MemberId) => {
    if (blinded.has(id) || sighted.has(id)) return blinded.has(id);
    return rest === undefined ? before.has(id) : rest === 'blind';
  };
  return { ...state, blind: Object.keys(state.members).filter(isBlindNow) };
}

/** One payload for all members who may see all again. */
const seeingPayload = new Memo<Sighted>();

export const reducePresence = reducer(presence, {
  initial: { members: {}, blind: [], whole: true },
  view,
  on: {
    joined: (state, { id, name, role }, { at }) => ({
      ...state,
      ...(Object.keys(state.members).length === 0 && { begunAt: at }),
      members: { ...state.members, [id]: { id, name, role, joinedAt: at, online: true } },
    }),
    identified: (state, { id, person }) => change(state, id, { person }),
    left: (state, { id }) => ({
      ...free(state, [id]),
      blind: state.blind.filter((other) => other !== id),
    }),
    everyoneLeft: (state) => ({ ...free(state, Object.keys(state.members)), blind: [] }),
    dropped: (state, { id }) => change(state, id, { online: false }),
    returned: (state, { id }) => change(state, id, { online: true }),
    promoted: (state, { id, role }) => change(state, id, { role }),
    renamed: (state, { id, name }) => change(state, id, { name }),
    sighted: (state, { view: mine, ...change }) => mine ?? applySighted(state, change),
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
  momentary: ['sighted'],
  told: {
    sighted(state, { blind = [], seeing = [], rest }, member) {
      if (rest === undefined && !blind.includes(member) && !seeing.includes(member)) return undefined;
      if (isBlind(state, member)) return { view: view(state, member) };
      return seeingPayload.of([state], () => ({ view: view(state, member) }));
    },
  },
});
