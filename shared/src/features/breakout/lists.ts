import type { MemberId } from '../../core/ids.ts';
import { limits } from '../../core/limits.ts';
import { breakoutLimits } from './limits.ts';
import { type Expected, type Plan, type PlannedRoom, RoomName, type SavedPlan } from './contract.ts';
import { DisplayName } from '../../core/text.ts';
import { cellsOf, headOf } from './cells.ts';
import { asLines } from '../../core/typed.ts';
import { isSameName } from './names.ts';
import { sameWords, withoutAccents } from '../../core/compare.ts';

interface Known {
  readonly id: MemberId;
  readonly name: string;
}

type People = Pick<Plan, 'assigned' | 'expected'>;

const exact = (name: string) => name.normalize('NFC');

/**
 * Finds the expected people among the members here: first by the exact name, then by one that differs in capitals, then in accents,
 * if that is the only one among the expected and among `all` members. The others stay in `expected`.
 */
export function recognized(
  expected: readonly Expected[],
  here: readonly Known[],
  all: readonly Known[] = here,
): People {
  const assigned: Record<MemberId, string> = {};
  let left = expected;
  for (const form of [exact, sameWords, withoutAccents]) {
    const wanted = Map.groupBy(expected, ({ name }) => form(name));
    const known = Map.groupBy(form === exact ? here : all, ({ name }) => form(name));
    const leftAfter: Expected[] = [];
    for (const one of left) {
      const key = form(one.name);
      const [found, ...others] = known.get(key) ?? [];
      const names = new Set(wanted.get(key)?.map(({ name }) => exact(name)));
      const isOnly = others.length === 0 && names.size === 1;
      const isFree = found !== undefined && here.includes(found) && !Object.hasOwn(assigned, found.id);
      if (isOnly && isFree) assigned[found.id] = one.room;
      else leftAfter.push(one);
    }
    left = leftAfter;
  }
  return { assigned, expected: [...left] };
}

/** The plan with all people by name, so that it can be used again. */
export function byName({ rooms, assigned, expected, options }: Plan, here: readonly Known[]): Omit<SavedPlan, 'name'> {
  const known = here.flatMap(({ id, name }) => {
    const room = assigned[id];
    return room === undefined ? [] : [{ name, room }];
  });
  const others = expected.filter((one) => !known.some(({ name }) => sameWords(name) === sameWords(one.name)));
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

/**
 * Parses lines of `room, person`; a line with only a room adds a room without people. A first line that names the columns says their
 * order and is no room.
 */
export function readList(text: string): Pick<SavedPlan, 'rooms' | 'expected'> | ListProblem {
  if (text.length > breakoutLimits.textLength) return { problem: 'long' };
  const rooms: PlannedRoom[] = [];
  const expected: Expected[] = [];
  const lines = asLines(text).split('\n').map(cellsOf);
  const top = lines.findIndex((cells) => cells.some((cell) => cell !== ''));
  const head = headOf(lines[top] ?? []);
  for (const [index, [first = '', second = '', ...more]] of lines.entries()) {
    if ((first === '' && second === '' && more.length === 0) || (head && index === top)) continue;
    const [room, person] = head === 'person first' ? [second, first] : [first, second];
    const name = RoomName.safeParse(room);
    if (!name.success || more.some((cell) => cell !== '')) return { problem: 'line', line: index + 1 };
    const known =
      rooms.find((other) => other.name === name.data) ?? rooms.find((other) => isSameName(other.name, name.data));
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
