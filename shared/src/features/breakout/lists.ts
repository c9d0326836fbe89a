import type { MemberId } from '../../core/ids.ts';
import { limits } from '../../core/limits.ts';
import { breakoutLimits } from './limits.ts';
import { type Expected, type Plan, type PlannedRoom, RoomName, type SavedPlan } from './contract.ts';
import { DisplayName } from '../../core/text.ts';
import { asLines } from '../../core/typed.ts';
import { plain } from './names.ts';

interface Known {
  readonly id: MemberId;
  readonly name: string;
}

type People = Pick<Plan, 'assigned' | 'expected'>;

/** Finds the expected people among the members here. A name that no member has, or several have, stays in `expected`. */
export function recognized(expected: readonly Expected[], here: readonly Known[]): People {
  const assigned: Record<MemberId, string> = {};
  const left: Expected[] = [];
  for (const one of expected) {
    const found = here.filter(({ id, name }) => plain(name) === plain(one.name) && !Object.hasOwn(assigned, id));
    if (found.length === 1 && found[0]) assigned[found[0].id] = one.room;
    else left.push(one);
  }
  return { assigned, expected: left };
}

/** The plan with all people by name, so that it can be used again. */
export function byName({ rooms, assigned, expected, options }: Plan, here: readonly Known[]): Omit<SavedPlan, 'name'> {
  const known = here.flatMap(({ id, name }) => {
    const room = assigned[id];
    return room === undefined ? [] : [{ name, room }];
  });
  const others = expected.filter((one) => !known.some(({ name }) => plain(name) === plain(one.name)));
  return { rooms, expected: [...known, ...others].slice(0, limits.membersPerRoom), options };
}

/** Returns a key that no room of the plan has. */
export function freeKey(rooms: readonly PlannedRoom[]): string {
  for (let number = 0; ; number += 1) {
    const key = number.toString(36);
    if (!rooms.some((room) => room.key === key)) return key;
  }
}

/** Why a pasted list cannot be used; `line` counts from 1. */
export type ListProblem =
  | { readonly problem: 'line' | 'name'; readonly line: number }
  | { readonly problem: 'few' | 'many' | 'long' };

/** The cells of one line, separated by comma, semicolon or tab. A quoted cell may contain separators, and doubled quotes. */
function cellsOf(line: string): string[] {
  const cells = [...line.matchAll(/(?:^|[,;\t])(?:\s*"((?:[^"]|"")*)"\s*|([^,;\t]*))/g)];
  return cells.map(([, quoted, bare = '']) => (quoted === undefined ? bare : quoted.replaceAll('""', '"')).trim());
}

/** Parses lines of `room, person`; a line with only a room adds a room without people. */
export function readList(text: string): Pick<SavedPlan, 'rooms' | 'expected'> | ListProblem {
  if (text.length > breakoutLimits.textLength) return { problem: 'long' };
  const rooms: PlannedRoom[] = [];
  const expected: Expected[] = [];
  for (const [index, line] of asLines(text).split('\n').entries()) {
    const [room = '', person = '', ...more] = cellsOf(line);
    if (room === '' && person === '' && more.length === 0) continue;
    const name = RoomName.safeParse(room);
    if (!name.success || more.some((cell) => cell !== '')) return { problem: 'line', line: index + 1 };
    const known = rooms.find((other) => plain(other.name) === plain(name.data));
    const planned = known ?? { key: freeKey(rooms), name: name.data };
    if (!known) rooms.push(planned);
    if (person === '') continue;
    const who = DisplayName.safeParse(person);
    if (!who.success) return { problem: 'name', line: index + 1 };
    expected.push({ name: who.data, room: planned.key });
  }
  if (rooms.length < breakoutLimits.rooms.min) return { problem: 'few' };
  if (rooms.length > breakoutLimits.rooms.max || expected.length > limits.membersPerRoom) return { problem: 'many' };
  return { rooms, expected };
}
