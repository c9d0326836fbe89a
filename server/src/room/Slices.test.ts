import { expect, it } from 'vitest';
import { createSlices } from '../features/index.ts';
import { holdersOf } from './audience.ts';
import { Slices } from './Slices.ts';
import type { States } from './states.ts';

const all = createSlices(() => ({ url: '/media', ticket: 'x' })).all;

function roomOf(people: number) {
  const counted = { rights: 0 };
  const rights = () => {
    counted.rights += 1;
    return ['chatSend' as const];
  };
  const slices = new Slices(all, () => rights);
  let states: States = Object.fromEntries(all.map(({ name, reducer }) => [name, reducer.initial]));
  const apply = (feature: string, event: string, payload: unknown) => {
    const reducer = slices.get(feature)?.reducer;
    const next = reducer?.reduce(states[feature], event, payload, { seq: 1, at: 1 });
    states = { ...states, [feature]: next };
  };
  for (let index = 0; index < people; index += 1) {
    apply('presence', 'joined', { id: `m-${index}`, name: 'M', role: 'participant' });
  }
  return { slices, counted, apply, states: () => states };
}

it('computes the rights of all members once for each state, and only on demand', () => {
  const { slices, counted, apply, states } = roomOf(50);
  expect(slices.seats(states()).size).toBe(50);
  expect(counted.rights).toBe(0);
  const before = slices.members(states());
  apply('hand', 'raised', { member: 'm-1' });
  expect(slices.members(states())).toBe(before);
  expect(holdersOf(slices.members(states()), 'chatSend')).toBe(holdersOf(before, 'chatSend'));
  expect(counted.rights).toBe(50);
  apply('presence', 'joined', { id: 'late', name: 'Late', role: 'participant' });
  expect(slices.members(states())).toHaveLength(51);
  expect(counted.rights).toBe(51);
});

it('finds one member by computing the rights of that member alone', () => {
  const { slices, counted, states } = roomOf(50);
  expect(slices.find('m-7', states())).toMatchObject({ id: 'm-7', abilities: ['chatSend'] });
  expect(slices.find('nobody', states())).toBeUndefined();
  expect(counted.rights).toBe(1);
});
