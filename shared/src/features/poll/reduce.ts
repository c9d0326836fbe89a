import type { PayloadOf, StateOf } from '../../core/contract.ts';
import type { MemberId, PollId } from '../../core/ids.ts';
import { reducer } from '../../core/reducer.ts';
import { type Poll, poll, type PollBack } from './contract.ts';

type State = StateOf<typeof poll>;

const emptyBack: PollBack = { votes: {}, papers: [], used: [] };

function change(state: State, id: PollId, part: Partial<Poll>): State {
  return { ...state, polls: state.polls.map((one) => (one.id === id ? { ...one, ...part } : one)) };
}

function changeBack(state: State, id: PollId, how: (back: PollBack) => PollBack): State {
  const back = state.backs[id];
  return back ? { ...state, backs: { ...state.backs, [id]: how(back) } } : state;
}

function remove(state: State, id: PollId): State {
  const { [id]: _gone, ...backs } = state.backs;
  return { ...state, polls: state.polls.filter((one) => one.id !== id), backs };
}

/** The view of a member who may not make polls: their own vote, paper and stamp. */
function ownBack({ votes, papers, stamps }: PollBack, member: MemberId): PollBack {
  const [own, stamp] = [votes[member], stamps?.[member]];
  return {
    votes: own ? { [member]: own } : {},
    papers: papers.filter((id) => id === member),
    ...(stamp && { stamps: { [member]: stamp } }),
    used: [],
  };
}

/** The view of a member who may make polls. */
function makersBack({ right, result, ...back }: PollBack, member: MemberId): PollBack {
  return { ...(right && { right }), ...(result && { result }), ...ownBack(back, member), votes: back.votes };
}

function unvote(back: PollBack, member: MemberId): PollBack {
  const { [member]: _moved, ...votes } = back.votes;
  return { ...back, votes };
}

function stamp(back: PollBack, { member, stamp: made }: PayloadOf<typeof poll, 'stamped'>): PollBack {
  const { [member]: _done, ...asked } = back.asked ?? {};
  return { ...back, ...(back.asked && { asked }), stamps: { ...back.stamps, [member]: made } };
}

/** Drops the fields that only an open poll needs. */
function close({ stamps: _stamps, asked: _asked, holders: _holders, toldAt: _toldAt, ...back }: PollBack): PollBack {
  return back;
}

function eachBack(state: State, how: (back: PollBack) => PollBack): Record<PollId, PollBack> {
  return Object.fromEntries(Object.entries(state.backs).map(([id, back]) => [id, how(back)]));
}

/** A member's view of the polls. */
export function viewPolls(state: State, member: MemberId): State {
  const isMaker = state.makers.includes(member);
  return {
    ...state,
    whole: false,
    makers: isMaker ? [member] : [],
    drafts: isMaker ? state.drafts : [],
    backs: eachBack(state, (back) => (isMaker ? makersBack(back, member) : ownBack(back, member))),
  };
}

function addMaker(state: State, { member, drafts, backs }: PayloadOf<typeof poll, 'makerAdded'>): State {
  const added = { ...state, makers: [...state.makers, member] };
  return state.whole ? added : { ...added, drafts, backs };
}

/** A member who loses the right loses its view; the server's copy keeps the data. */
function removeMaker(state: State, member: MemberId): State {
  const removed = { ...state, makers: state.makers.filter((id) => id !== member) };
  return state.whole ? removed : viewPolls(removed, member);
}

export const reducePoll = reducer(poll, {
  initial: { polls: [], backs: {}, drafts: [], makers: [], voters: 0, whole: true },
  on: {
    drafted: (state, draft) => {
      const isNew = state.drafts.every(({ id }) => id !== draft.id);
      const drafts = state.drafts.map((one) => (one.id === draft.id ? draft : one));
      return { ...state, drafts: isNew ? [...drafts, draft] : drafts };
    },
    discarded: (state, { id }) => ({ ...state, drafts: state.drafts.filter((draft) => draft.id !== id) }),
    opened: (state, { poll: opened, voters }) => ({
      ...state,
      voters,
      polls: [...state.polls, opened],
      backs: { ...state.backs, [opened.id]: emptyBack },
    }),
    marked: (state, { poll: id, right }) => changeBack(state, id, (back) => ({ ...back, right })),
    keyed: (state, { poll: id, key }) => changeBack(state, id, (back) => ({ ...back, key })),
    held: (state, { poll: id, person, member }) =>
      changeBack(state, id, (back) => ({ ...back, holders: { ...back.holders, [person]: member } })),
    voted: (state, { poll: id, member, vote }) =>
      changeBack(state, id, (back) => ({ ...back, votes: { ...back.votes, [member]: vote } })),
    moved: (state, { poll: id, member }) => changeBack(state, id, (back) => unvote(back, member)),
    issued: (state, { poll: id, member }) =>
      changeBack(state, id, (back) => ({ ...back, papers: [...back.papers, member] })),
    asked: (state, { poll: id, member, blinded }) =>
      changeBack(state, id, (back) => ({ ...back, asked: { ...back.asked, [member]: blinded } })),
    stamped: (state, payload) => changeBack(state, payload.poll, (back) => stamp(back, payload)),
    used: (state, { poll: id, serial }) => changeBack(state, id, (back) => ({ ...back, used: [...back.used, serial] })),
    progressed: (state, { poll: id, voted }, { at }) => {
      const told = change(state, id, { voted });
      return state.whole ? changeBack(told, id, (back) => ({ ...back, toldAt: at })) : told;
    },
    electorate: (state, { voters }) => ({ ...state, voters }),
    closed: (state, { poll: id, entitled, doubled }) =>
      changeBack(
        change(state, id, { status: 'closed', entitled, ...(doubled !== undefined && { doubled }) }),
        id,
        close,
      ),
    counted: (state, { poll: id, result }) =>
      changeBack(state, id, ({ key: _key, ...back }) => ({ ...back, used: [], result })),
    published: (state, { poll: id, outcome }, { at }) =>
      change(state, id, { status: 'published', outcome, publishedAt: at }),
    withheld: (state, { poll: id }) => change(state, id, { status: 'withheld' }),
    removed: (state, { poll: id }) => remove(state, id),
    makerAdded: addMaker,
    makerRemoved: (state, { member }) => removeMaker(state, member),
  },
  view: viewPolls,
});
