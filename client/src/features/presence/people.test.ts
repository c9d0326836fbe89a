import { describe, expect, it } from 'vitest';
import { person } from '../../testing/fakeSession.ts';
import { colourOf, initialsOf } from '../../ui/identity.ts';
import { comingAndGoing } from './ComingAndGoing.tsx';
import { matching } from './PeoplePanel.tsx';

describe('search', () => {
  const people = [person('1', { name: 'Zoë Müller' }), person('2', { name: 'Ólafur' })];
  it.each([
    ['zoe', ['1']],
    ['MULLER', ['1']],
    ['o', ['1', '2']],
    ['  ', ['1', '2']],
    ['x', []],
  ])('%s', (query, expected) => expect(matching(people, query).map(({ id }) => id)).toEqual(expected));
});

describe('coming and going', () => {
  it('names members who came and who left, and none who only changed the name', () => {
    expect(comingAndGoing({ a: 'A', b: 'B' }, { b: 'Bee', c: 'C' })).toEqual({ came: ['C'], went: ['A'] });
  });
});

describe('identity', () => {
  it.each([
    ['Anna Arbeiter', 'AA'],
    ['Treasurer', 'T'],
    ['Member 12', 'M2'],
    ['Member 28', 'M8'],
    ['María del Carmen de la Vega', 'MV'],
    ['李小龙', '李'],
    ['👩‍🌾 Farmer', 'F'],
    ['👩‍🌾', '👩‍🌾'],
    ['', '?'],
  ])('%s is %s', (name, initials) => expect(initialsOf(name)).toBe(initials));

  it('has a stable colour, out of many', () => {
    const ids = Array.from({ length: 60 }, (_, index) => `m${index}`);
    expect(ids.map(colourOf)).toEqual(ids.map(colourOf));
    expect(new Set(ids.map(colourOf)).size).toBeGreaterThan(8);
  });
});
