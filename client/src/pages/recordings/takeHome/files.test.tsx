import type { LogLine } from '@plenum/shared/api/recording/contract';
import type { TFunction } from 'i18next';
import { expect, it } from 'vitest';
import { attendanceCsv, staysOf } from './files.ts';

const meta = { seq: 1, at: 1 };
const event = (at: number, name: string, payload: unknown): LogLine => ({ is: 'event', at, name, payload, meta });
const member = (id: string, name: string) => ({ id, name, role: 'participant', joinedAt: 0, online: true });
const log: readonly LogLine[] = [
  {
    is: 'view',
    at: 0,
    seq: 1,
    now: 1,
    title: '',
    states: { presence: { members: { a: member('a', '=Ada'), hidden: member('hidden', '') } } },
  },
  event(5_000, 'presence:joined', { id: 'b', name: 'Ben', role: 'participant' }),
  event(6_000, 'presence:renamed', { id: 'b', name: 'Benedikt' }),
  event(20_000, 'presence:left', { id: 'b' }),
  event(30_000, 'presence:joined', { id: 'b', name: 'Benedikt', role: 'participant' }),
];
const talks = [
  { at: 1_000, members: ['a'] },
  { at: 8_000, members: ['a', 'b'] },
  { at: 9_000, members: [] },
  { at: 55_000, members: ['b'] },
];

it('says who was there and for how long each talked, without the people who were left out', () => {
  expect(staysOf(log, talks, 60_000)).toEqual([
    { member: 'a', name: '=Ada', from: 0, to: 60_000, talked: 8_000 },
    { member: 'b', name: 'Benedikt', from: 5_000, to: 20_000, talked: 1_000 },
    { member: 'b', name: 'Benedikt', from: 30_000, to: 60_000, talked: 5_000 },
  ]);
});

it('writes a table that no spreadsheet runs', () => {
  const t = ((key: string) => key.split('.').at(-1)) as TFunction;
  expect(
    attendanceCsv(staysOf(log, talks, 60_000), t)
      .split('\r\n')
      .slice(0, 2),
  ).toEqual(['"name","joined","left","talked"', '"\'=Ada","0:00","1:00","0:08"']);
});
