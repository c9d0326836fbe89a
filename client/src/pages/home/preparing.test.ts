import { expect, it } from 'vitest';
import { groupsOf, pollDraft, setupOf } from './preparing.ts';

const options = { invite: 'now', choice: 'free', late: 'smallest', minutes: 10 } as const;
const plan = {
  name: 'Tables',
  rooms: [
    { key: 'a', name: 'North' },
    { key: 'b', name: 'South' },
  ],
  expected: [
    { name: 'Lea', room: 'a' },
    { name: 'Bo', room: 'b' },
  ],
  options,
};

it('a poll that is opened and kept is as it was, also with what the form does not show', () => {
  const setups = [
    { question: 'Lunch?', choice: { kind: 'yesNo' as const }, secret: true, minimum: 5, seconds: 60 },
    {
      question: 'Which?',
      choice: { kind: 'custom' as const, options: ['A', 'B', 'C'] },
      secret: false,
      picks: { min: 1, max: 2 },
    },
    { question: 'Why?', choice: { kind: 'typed' as const }, secret: false, changeable: true },
    { question: 'Right?', choice: { kind: 'letters' as const, count: 4 }, secret: false, right: [2] },
  ];
  for (const setup of setups) expect(setupOf(pollDraft(setup), setup)).toEqual(setup);
});

it('a poll with other answers has no number and no right one of the old answers', () => {
  const before = {
    question: 'Which?',
    choice: { kind: 'custom' as const, options: ['A', 'B'] },
    secret: false,
    picks: { min: 1, max: 2 },
  };
  const draft = { ...pollDraft(before), options: 'A\n\n C ', secret: true };
  expect(setupOf(draft, before)).toEqual({
    question: 'Which?',
    choice: { kind: 'custom', options: ['A', 'C'] },
    secret: true,
  });
});

it('rooms keep their people when they are moved or renamed, and lose them when they go', () => {
  expect(groupsOf('Tables', 'South\nNorth', plan)).toEqual({ ...plan, rooms: [plan.rooms[1], plan.rooms[0]] });
  const renamed = groupsOf('Tables', 'Upstairs\nSouth\nEast', plan);
  expect(renamed.rooms).toEqual([
    { key: 'a', name: 'Upstairs' },
    { key: 'b', name: 'South' },
    { key: 'r1', name: 'East' },
  ]);
  expect(renamed.expected).toEqual(plan.expected);
  expect(groupsOf('Tables', 'South\nEast', plan).expected).toEqual([{ name: 'Bo', room: 'b' }]);
  expect(groupsOf(' New ', 'A\nB').rooms.map(({ key }) => key)).toEqual(['r1', 'r2']);
});
