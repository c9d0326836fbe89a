import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vietnamese from '../../testing/cases/vietnamese-list.json' with { type: 'json' };
import { deal, type Pair } from './deal.ts';
import { byName, freeKey, readList, recognized } from './lists.ts';

const people = fc.integer({ min: 0, max: 60 }).map((count) => Array.from({ length: count }, (_, n) => `p${n}`));
const rooms = fc.integer({ min: 2, max: 20 }).map((count) => Array.from({ length: count }, (_, n) => `r${n}`));
/** Returns a `random` for one deal: the numbers of `seed` in turn. */
const randomOf = (seed: readonly number[]) => {
  let at = 0;
  return () => seed[(at += 1) % seed.length] ?? 0;
};
const chances = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 5, maxLength: 40 });

function sizes(keys: readonly string[], assigned: Readonly<Record<string, string>>): number[] {
  return keys.map((key) => Object.values(assigned).filter((room) => room === key).length);
}

describe('dealing', () => {
  it('[BR3] puts each person into one room, and no room has two more than another', () => {
    fc.assert(
      fc.property(people, rooms, chances, (all, keys, seed) => {
        const { assigned, broken } = deal({ people: all, rooms: keys, pairs: [], random: randomOf(seed) });
        expect(Object.keys(assigned).sort()).toEqual([...all].sort());
        const counts = sizes(keys, assigned);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        expect(broken).toEqual([]);
      }),
    );
  });

  it('[BR3] keeps pairs together, and returns exactly the pairs that it could not keep', () => {
    const rule = fc.constantFrom('together' as const, 'apart' as const);
    const pair = fc.tuple(fc.nat({ max: 11 }), fc.nat({ max: 11 }), rule).filter(([one, other]) => one !== other);
    const pairs = fc.array(
      pair.map(([one, other, rule]): Pair => ({ people: [`p${one}`, `p${other}`], rule })),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(pairs, rooms, chances, (wanted, keys, seed) => {
        const all = Array.from({ length: 12 }, (_, n) => `p${n}`);
        const { assigned, broken } = deal({ people: all, rooms: keys, pairs: wanted, random: randomOf(seed) });
        for (const one of wanted) {
          const [left, right] = one.people;
          const isKept = (assigned[left] === assigned[right]) === (one.rule === 'together');
          expect(broken.includes(one)).toBe(!isKept);
          if (one.rule === 'together') expect(isKept).toBe(true);
        }
      }),
    );
  });

  it('[BR3] keeps people apart when there are enough rooms', () => {
    const apart = (one: string, other: string): Pair => ({ people: [one, other], rule: 'apart' });
    const pairs = [apart('p0', 'p1'), apart('p1', 'p2'), apart('p0', 'p2')];
    fc.assert(
      fc.property(chances, (seed) => {
        const all = Array.from({ length: 9 }, (_, n) => `p${n}`);
        expect(deal({ people: all, rooms: ['a', 'b', 'c'], pairs, random: randomOf(seed) }).broken).toEqual([]);
      }),
    );
  });
});

describe('lists', () => {
  const here = [
    { id: 'ana', name: 'Ana' },
    { id: 'jo1', name: 'Jo' },
    { id: 'jo2', name: 'Jo' },
    { id: 'zoe', name: 'Zoë' },
  ];

  it('[BR4] people are found again by name; a name that nobody here has, or two have, stays a name', () => {
    const expected = ['ANA', 'Zoe', 'Jo', 'Dora'].map((name) => ({ name, room: 'x' }));
    expect(recognized(expected, here)).toEqual({
      assigned: { ana: 'x', zoe: 'x' },
      expected: [
        { name: 'Jo', room: 'x' },
        { name: 'Dora', room: 'x' },
      ],
    });
    const options = { invite: 'ask', choice: 'assigned', late: 'stay' } as const;
    const plan = { rooms: [], assigned: { ana: 'y', gone: 'x' }, expected: [{ name: 'ana', room: 'x' }], options };
    expect(byName(plan, here).expected).toEqual([{ name: 'Ana', room: 'y' }]);
  });

  it('[BR4] a name with the same accents counts before one that is alike', () => {
    const list = readList(vietnamese.pasted);
    if ('problem' in list) throw new Error(list.problem);
    const present = vietnamese.here.map((name, index) => ({ id: `m${index}`, name }));
    const everybody = { assigned: { m0: '0', m1: '1' }, expected: [] };
    expect(recognized(list.expected, present)).toEqual(everybody);
    expect(recognized(list.expected, present.toReversed())).toEqual(everybody);
    expect(recognized(list.expected.toReversed(), present)).toEqual(everybody);
    expect(recognized(list.expected, present.slice(0, 1))).toEqual({
      assigned: { m0: '0' },
      expected: [{ name: 'Hưng', room: '1' }],
    });
    // One who wrote no accents may be either.
    const plain = [{ id: 'x', name: 'hung' }];
    expect(recognized(list.expected, plain).assigned).toEqual({});
    expect(recognized(list.expected.slice(0, 1), plain).assigned).toEqual({ x: '0' });
    // The name is taken by a member who has a room already.
    expect(recognized([{ name: 'Hùng', room: '0' }], plain, [...plain, ...present]).assigned).toEqual({});
    const composed = [{ id: 'n', name: 'Hùng'.normalize('NFD') }];
    expect(recognized(list.expected, composed).assigned).toEqual({ n: '0' });
    const options = { invite: 'ask', choice: 'assigned', late: 'stay' } as const;
    const plan = { rooms: [], assigned: { m0: '0' }, expected: list.expected.slice(1), options };
    expect(byName(plan, present).expected.map(({ name }) => name)).toEqual(['Hùng', 'Hưng']);
  });

  it('[BR4] rooms whose names differ in accents are two rooms', () => {
    expect(readList('Hùng,Ana\nHưng,Ben\nHÙNG,Cleo')).toMatchObject({
      rooms: [{ name: 'Hùng' }, { name: 'Hưng' }],
      expected: [{ room: '0' }, { room: '1' }, { room: '0' }],
    });
    expect(readList('Küche,Ana\nKuche,Ben\nSaal')).toMatchObject({ rooms: [{ name: 'Küche' }, { name: 'Saal' }] });
  });

  it('[BR4] a pasted list gives rooms and people', () => {
    const read = readList('North,Ana\r\nSouth;"Doe, John"\n\n north \tZoë\nEast');
    expect(read).toEqual({
      rooms: [
        { key: '0', name: 'North' },
        { key: '1', name: 'South' },
        { key: '2', name: 'East' },
      ],
      expected: [
        { name: 'Ana', room: '0' },
        { name: 'Doe, John', room: '1' },
        { name: 'Zoë', room: '0' },
      ],
    });
  });

  it.each([',', '，', '、', '،', '﹐', ';', '；', '؛', '\t'])('[BR4] %j parts room and person', (sign) => {
    expect(readList(`North${sign}Ana\nSouth${sign} Ben ${sign}`)).toEqual({
      rooms: [
        { key: '0', name: 'North' },
        { key: '1', name: 'South' },
      ],
      expected: [
        { name: 'Ana', room: '0' },
        { name: 'Ben', room: '1' },
      ],
    });
  });

  it('[BR4] in columns of a spreadsheet, commas are part of a name', () => {
    const list = { rooms: [{ name: 'A, left' }, { name: 'B' }], expected: [{ name: 'Doe, John' }, { name: 'Ben' }] };
    expect(readList('A, left\tDoe, John\nB\tBen')).toMatchObject(list);
    expect(readList('A, left;Doe, John\nB;Ben')).toMatchObject(list);
  });

  it.each([
    'Room,Name',
    '\ufeffRoom;Name',
    'Raum\tTeilnehmer*in',
    'GRUPO,NOMBRE',
    '"Pre-assign Room Name","Email Address"',
    '房间，姓名',
    'غرفة، الاسم',
    'комната,имя',
    '\n\nsalle,prénom',
  ])('[BR4] a head line is no room: %j', (head) => {
    expect(readList(`${head}\nRoom 1,Ana\nRoom 2,Ben`)).toMatchObject({
      rooms: [{ name: 'Room 1' }, { name: 'Room 2' }],
      expected: [{ name: 'Ana' }, { name: 'Ben' }],
    });
  });

  it('[BR4] a head line says the order of the columns', () => {
    expect(readList('Name,Room\nAna,Room 1\nBen,Room 2')).toMatchObject({
      rooms: [{ name: 'Room 1' }, { name: 'Room 2' }],
      expected: [
        { name: 'Ana', room: '0' },
        { name: 'Ben', room: '1' },
      ],
    });
    expect(readList('Room 1,Ana\nRoom,Name\nTeam')).toMatchObject({ rooms: [{}, { name: 'Room' }, { name: 'Team' }] });
  });

  it.each([
    ['North', { problem: 'few' }],
    ['', { problem: 'few' }],
    ['North,Ana\n<b>,Ben', { problem: 'line', line: 2 }],
    ['North,Ana,Ben', { problem: 'line', line: 1 }],
    ['North,Ana\nSouth,<i>', { problem: 'name', line: 2 }],
    [Array.from({ length: 51 }, (_, n) => `Room ${n}`).join('\n'), { problem: 'many' }],
    ['x'.repeat(60_000), { problem: 'long' }],
  ])('[BR4] says what is wrong with a list', (text, problem) => {
    expect(readList(text)).toEqual(problem);
  });

  it('[BR4] reads any pasted text without an exception', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void readList(text)));
    expect(freeKey([{ key: '0', name: 'x' }])).toBe('1');
  });
});
