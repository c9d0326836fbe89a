import { array, assert, integer, property, subarray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seat } from './seating.ts';

const ids = Array.from({ length: 30 }, (_, index) => `p${index}`);
const plain = { first: [], wanted: [], places: 4 };

describe('seat', () => {
  it('moves nobody when somebody comes, on any page, whatever was wanted before', () => {
    assert(
      property(integer({ min: 0, max: 29 }), array(subarray(ids), { maxLength: 5 }), (count, talks) => {
        const people = ids.slice(0, count);
        const before = talks.reduce(
          (order, wanted) => seat(order, { ...plain, people, wanted }),
          seat([], { ...plain, people }),
        );
        const wanted = talks.at(-1) ?? [];
        const settled = seat(before, { ...plain, people, wanted: wanted.filter((id) => people.includes(id)) });
        const after = seat(settled, {
          ...plain,
          people: [...people, 'new'],
          wanted: wanted.filter((id) => people.includes(id)),
        });
        expect(after).toEqual([...settled, 'new']);
      }),
    );
  });

  it('has everybody exactly once, whoever comes, goes and talks', () => {
    assert(
      property(array(subarray(ids)), subarray(ids), integer({ min: 1, max: 25 }), (crowds, wanted, places) => {
        let order: readonly string[] = [];
        for (const people of crowds) order = seat(order, { people, first: [], wanted, places });
        const people = crowds.at(-1) ?? [];
        expect([...order].sort()).toEqual([...people].sort());
        expect(seat(order, { people, first: [], wanted, places })).toBe(order);
      }),
    );
  });

  it('moves one tile when somebody goes', () => {
    const people = ['a', 'b', 'c', 'd', 'e'];
    expect(seat(people, { ...plain, people: ['a', 'c', 'd', 'e'] })).toEqual(['a', 'e', 'c', 'd']);
    expect(seat(people, { ...plain, people: ['a', 'b', 'c', 'd'] })).toEqual(['a', 'b', 'c', 'd']);
  });

  it('promotes who talks from another page, in the place of somebody who does not, and leaves them there', () => {
    const people = ['me', 'a', 'b', 'c', 'd', 'e'];
    const talking = seat(people, { people, first: ['me'], wanted: ['e'], places: 3 });
    expect(talking).toEqual(['me', 'a', 'e', 'c', 'd', 'b']);
    expect(seat(talking, { people, first: ['me'], wanted: [], places: 3 })).toBe(talking);
    expect(seat(talking, { people, first: ['me'], wanted: ['d', 'e'], places: 3 })).toEqual([
      'me',
      'd',
      'e',
      'c',
      'a',
      'b',
    ]);
  });

  it('never promotes in the place of myself or of somebody pinned', () => {
    const people = ['me', 'a', 'b', 'c'];
    expect(seat(people, { people, first: ['me', 'c'], wanted: ['a', 'b'], places: 2 })).toEqual(['me', 'c', 'a', 'b']);
  });

  it('answers the same order when nothing changed, and ignores who is not here', () => {
    const people = ['a', 'b'];
    expect(seat(people, { ...plain, people, wanted: ['gone'] })).toBe(people);
  });
});
