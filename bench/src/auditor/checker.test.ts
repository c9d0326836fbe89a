import { expect, it } from 'vitest';
import { auditTalk, auditVotes, type Cast, type Sent } from './checker.ts';

const all = new Set(['ana', 'ben', 'cleo']);
const sent: readonly Sent[] = [
  { uid: 'a1', audience: all, outcome: 'acked' },
  { uid: 'b1', audience: all, outcome: 'unknown' },
  { uid: 'a2', audience: new Set(['ana', 'ben']), outcome: 'acked' },
  { uid: 'c1', audience: all, outcome: 'refused' },
];
const log = ['a1', 'b1', 'a2'];
const heard = [
  { by: 'ana', conversations: [['a1', 'b1'], ['a2']] },
  { by: 'ben', conversations: [['a1', 'b1', 'a2']] },
  { by: 'cleo', conversations: [['a1', 'b1']] },
];
const withHeard = (by: string, uids: readonly string[]) =>
  heard.map((one) => (one.by === by ? { by, conversations: [uids] } : one));

it('has nothing to say when everybody has everything once, in one order', () => {
  expect(auditTalk({ sent, heard, log })).toEqual([]);
});

it('lets what was never answered have happened or not', () => {
  const without = heard.map(({ by, conversations }) => ({
    by,
    conversations: conversations.map((uids) => uids.filter((uid) => uid !== 'b1')),
  }));
  expect(auditTalk({ sent, heard: without, log: ['a1', 'a2'] })).toEqual([]);
});

it.each([
  ['an acknowledged message that is lost', { sent, heard, log: ['b1', 'a2'] }, 'a1 was acknowledged and is lost'],
  ['a message that is written down twice', { sent, heard, log: [...log, 'b1'] }, 'b1 is there 2 times'],
  ['a refused message that is there', { sent, heard, log: [...log, 'c1'] }, 'c1 was refused and is there'],
  ['a message of nobody', { sent, heard, log: [...log, 'x'] }, 'x is in the log, and nobody sent it'],
  ['somebody who misses one', { sent, heard: withHeard('ben', ['a1', 'a2']), log }, 'ben has not got b1'],
  ['another order', { sent, heard: withHeard('ben', ['b1', 'a1', 'a2']), log }, 'ben has another order than the log'],
  ['a double', { sent, heard: withHeard('cleo', ['a1', 'b1', 'b1']), log }, 'cleo has b1 more than once'],
  ['a leak', { sent, heard: withHeard('cleo', log), log }, 'cleo has a2, which is not for them'],
])('finds %s', (_what, talk, finding) => {
  expect(auditTalk(talk)).toContain(finding);
});

const cast: readonly Cast[] = [
  { poll: 'p', voter: 'ana', pick: 0, outcome: 'acked' },
  { poll: 'p', voter: 'ana', pick: 1, outcome: 'refused' },
  { poll: 'p', voter: 'ben', pick: 1, outcome: 'unknown' },
];
const votes = [
  { voter: 'ana', pick: 0 },
  { voter: 'ben', pick: 1 },
];

it('has nothing to say when each acknowledged vote counts once', () => {
  expect(auditVotes(cast, [{ poll: 'p', tally: [1, 1], voted: 2, log: votes }])).toEqual([]);
  expect(auditVotes(cast, [{ poll: 'p', tally: [1, 0], voted: 1, log: votes.slice(0, 1) }])).toEqual([]);
});

it.each([
  ['a lost vote', { tally: [0, 1], voted: 1, log: votes.slice(1) }, "ana's vote 0 in p was acknowledged and is lost"],
  ['a second vote', { tally: [1, 2], voted: 3, log: [...votes, { voter: 'ana', pick: 1 }] }, 'p: ana counts twice'],
  ['a wrong result', { tally: [0, 2], voted: 2, log: votes }, 'p: published 0,2, written down 1,1'],
  ['a wrong turnout', { tally: [1, 1], voted: 3, log: votes }, 'p: 3 are said to have voted, 2 did'],
  [
    'a vote of nobody',
    { tally: [1, 1], voted: 2, log: [votes[0]!, { voter: 'eve', pick: 1 }] },
    'p: eve never voted 1',
  ],
])('finds %s', (_what, result, finding) => {
  expect(auditVotes(cast, [{ poll: 'p', ...result }])).toContain(finding);
});
