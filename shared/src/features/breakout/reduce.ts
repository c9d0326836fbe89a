import { Memo } from '../../core/Memo.ts';
import type { PayloadOf, StateOf } from '../../core/contract.ts';
import type { MemberId, RoomId } from '../../core/ids.ts';
import { breakoutLimits } from './limits.ts';
import { reducer } from '../../core/reducer.ts';
import { breakout, type PastRoom, type Running, type Visit } from './contract.ts';

type State = StateOf<typeof breakout>;
type Moved = PayloadOf<typeof breakout, 'moved'>;

/** The state of a new meeting: a plan with two empty rooms. */
export const initialBreakout: State = {
  whole: true,
  managers: [],
  draft: {
    revision: 0,
    rooms: [
      { key: 'a', name: '1' },
      { key: 'b', name: '2' },
    ],
    assigned: {},
    expected: [],
    options: { invite: 'ask', choice: 'assigned', late: 'stay' },
  },
  saved: [],
  places: {},
  visits: [],
  past: [],
  record: [],
};

function without<T>(record: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  // Hundreds of members may move one by one. Most are in no room yet, and then nothing is copied.
  if (!keys.some((key) => Object.hasOwn(record, key))) return record;
  const gone = new Set(keys);
  return Object.fromEntries(Object.entries(record).filter(([key]) => !gone.has(key)));
}

function run(state: State, change: (running: Running) => Partial<Running>): State {
  return state.running ? { ...state, running: { ...state.running, ...change(state.running) } } : state;
}

/** Only the server and members who manage rooms keep visits. */
function keepsVisits({ whole, managers }: State): boolean {
  return whole || managers.length > 0;
}

function visitsAfter(state: State, { people, room }: Moved, at: number): Visit[] {
  if (!keepsVisits(state)) return [];
  const ids = people.map(({ id }) => id);
  const ended = state.visits.map((visit) =>
    visit.until === undefined && ids.includes(visit.member) ? { ...visit, until: at } : visit,
  );
  if (room === undefined) return ended;
  const title = state.running?.rooms.find(({ id }) => id === room)?.name ?? '';
  const begun = people.map(({ id, name }) => ({ member: id, name, room, title, from: at }));
  return [...ended, ...begun].slice(-breakoutLimits.visits);
}

/** A member has a raised hand in one room at most: the room in which the member is. */
function withoutHands(hands: Running['hands'], members: readonly MemberId[]): Running['hands'] {
  return Object.fromEntries(
    Object.entries(hands).map(([room, up]) => [room, up.filter((member) => !members.includes(member))]),
  );
}

function move(state: State, moved: Moved, at: number): State {
  const ids = moved.people.map(({ id }) => id);
  const { room } = moved;
  const others = without(state.places, ids);
  const places = room === undefined ? others : { ...others, ...Object.fromEntries(ids.map((id) => [id, room])) };
  return run({ ...state, places, visits: visitsAfter(state, moved, at) }, ({ declined, hands, help }) => ({
    declined: declined.filter((member) => !ids.includes(member)),
    hands: withoutHands(hands, ids),
    // The call of an empty room ends.
    help: help.filter((call) => Object.values(places).includes(call.room)),
  }));
}

/** The event `ended` for members who do not manage rooms. */
const nothing = {};
/** The event `moved` for members who do not manage rooms: one object for all of them, so that it is encoded once. */
const toldNameless = new Memo<Moved>();

function nameless({ people, ...moved }: Moved): Moved {
  return { people: people.map(({ id }) => ({ id, name: '' })), ...moved };
}

/** `past` with the open rooms for which `isOver` is true. */
function pastAfter({ past, running }: State, isOver: (room: RoomId) => boolean, at: number): PastRoom[] {
  const from = running?.startedAt ?? at;
  const over = running?.rooms.filter(({ id, state }) => state === 'open' && isOver(id)) ?? [];
  const more = over.map(({ id, name }) => ({ id, title: name, from, until: at }));
  return [...past, ...more].slice(-breakoutLimits.past);
}

/** Moves all members of a room to the meeting, and drops its assignments and hands. */
function leaveRoom(state: State, room: RoomId, at: number): State {
  const people = Object.keys(state.places).filter((member) => state.places[member] === room);
  const emptied = move(state, { people: people.map((id) => ({ id, name: '' })) }, at);
  return run(emptied, ({ assigned, hands }) => ({
    assigned: Object.fromEntries(Object.entries(assigned).filter(([, to]) => to !== room)),
    hands: without(hands, [room]),
  }));
}

function manages({ managers }: State, member: MemberId): boolean {
  return managers.includes(member);
}

function only<T>(record: Readonly<Record<MemberId, T>>, member: MemberId): Record<MemberId, T> {
  const own = Object.hasOwn(record, member) ? record[member] : undefined;
  return own === undefined ? {} : { [member]: own };
}

/** A member who manages rooms sees all but `record`; others see no plans and visits, and only their own assignment. */
function view(state: State, member: MemberId): State {
  if (manages(state, member)) return { ...state, record: [], managers: [member], whole: false };
  const { places, past, running } = state;
  return {
    ...initialBreakout,
    whole: false,
    places,
    past,
    ...(running && {
      running: {
        ...running,
        assigned: only(running.assigned, member),
        declined: running.declined.filter((id) => id === member),
      },
    }),
  };
}

function toManagers<T>(state: State, payload: T, member: MemberId): T | undefined {
  return manages(state, member) ? payload : undefined;
}

export const reduceBreakout = reducer(breakout, {
  initial: initialBreakout,
  view,
  turning: ['managed'],
  told: {
    drafted: toManagers,
    assigned: toManagers,
    saved: toManagers,
    forgotten: toManagers,
    opened: (state, opened, member) =>
      manages(state, member) ? opened : { ...opened, assigned: only(opened.assigned, member) },
    ended: (state, ended, member) => (manages(state, member) ? ended : nothing),
    sent(state, { members, ...sent }, member) {
      if (manages(state, member)) return { members, ...sent };
      return members.includes(member) ? { members: [member], ...sent } : undefined;
    },
    moved: (state, moved, member) => (manages(state, member) ? moved : toldNameless.of([moved], () => nameless(moved))),
    declined: (state, declined, member) =>
      manages(state, member) || declined.member === member ? declined : undefined,
  },
  on: {
    managed: (state, { members }) => ({ ...state, managers: members }),
    drafted: (state, draft) => ({ ...state, draft }),
    assigned(state, { member, room }) {
      const { draft } = state;
      const others = without(draft.assigned, [member]);
      const assigned = room === undefined ? others : { ...others, [member]: room };
      return { ...state, draft: { ...draft, assigned, revision: draft.revision + 1 } };
    },
    saved: (state, plan) => ({
      ...state,
      saved: [...state.saved.filter(({ name }) => name !== plan.name), plan].slice(-breakoutLimits.plansSaved),
    }),
    forgotten: (state, { name }) => ({ ...state, saved: state.saved.filter((plan) => plan.name !== name) }),
    opened: (state, opened) => ({
      ...state,
      running: { ...opened, declined: [], help: [], hands: {}, said: [] },
    }),
    roomOpened: (state, { room }) =>
      run(state, ({ rooms }) => ({
        rooms: rooms.map((one) => (one.id === room ? { ...one, state: 'open' as const } : one)),
      })),
    roomFailed: (state, { room }, { at }) =>
      run(leaveRoom(state, room, at), ({ rooms }) => ({
        rooms: rooms.map((one) => (one.id === room ? { ...one, state: 'failed' as const } : one)),
      })),
    roomClosed: (state, { room }, { at }) => {
      const past = pastAfter(state, (id) => id === room, at);
      return run({ ...leaveRoom(state, room, at), past }, ({ rooms }) => ({
        rooms: rooms.filter(({ id }) => id !== room),
      }));
    },
    ended(state, { last }, { at }) {
      const people = Object.keys(state.places).map((id) => ({ id, name: '' }));
      const { running: _over, ...rest } = move(state, { people }, at);
      return { ...rest, past: pastAfter(state, () => true, at), ...(last && { last }) };
    },
    timed: (state, { endsAt }) => {
      if (!state.running) return state;
      const { endsAt: _before, ...running } = state.running;
      return { ...state, running: { ...running, ...(endsAt !== undefined && { endsAt }) } };
    },
    sent: (state, { members, room }) =>
      run(state, ({ assigned, declined }) => ({
        assigned: {
          ...without(assigned, members),
          ...(room !== undefined && Object.fromEntries(members.map((member) => [member, room]))),
        },
        declined: declined.filter((member) => !members.includes(member)),
      })),
    moved: (state, moved, { at }) => move(state, moved, at),
    declined: (state, { member }) => run(state, ({ declined }) => ({ declined: [...declined, member] })),
    called: (state, call, { at }) => run(state, ({ help }) => ({ help: [...help, { ...call, since: at }] })),
    helped: (state, { room }) => run(state, ({ help }) => ({ help: help.filter((call) => call.room !== room) })),
    said: (state, message, { at }) =>
      run(state, ({ said }) => ({ said: [...said, { ...message, at }].slice(-breakoutLimits.said) })),
    wrote: (state, line, { at }) => ({
      ...state,
      record: [...state.record, { ...line, text: line.text.slice(0, breakoutLimits.record.length), at }].slice(
        -breakoutLimits.record.lines,
      ),
    }),
    rewrote: (state, { id, text }) => ({
      ...state,
      record: state.record.map((line) =>
        line.id === id ? { ...line, text: text.slice(0, breakoutLimits.record.length) } : line,
      ),
    }),
    unwrote: (state, { ids }) => ({ ...state, record: state.record.filter(({ id }) => !ids.includes(id)) }),
    spoke: (state, { member }) => {
      if (!state.running) return state;
      const { speaker: _before, ...running } = state.running;
      return { ...state, running: { ...running, ...(member !== undefined && { speaker: member }) } };
    },
    handUp: (state, { room, member }) =>
      run(state, ({ hands }) => ({
        hands: {
          ...withoutHands(hands, [member]),
          [room]: [...(hands[room] ?? []).filter((up) => up !== member), member],
        },
      })),
    handsDown: (state, { room, members }) =>
      run(state, ({ hands }) => ({
        hands: { ...hands, [room]: (hands[room] ?? []).filter((member) => !members.includes(member)) },
      })),
  },
});
