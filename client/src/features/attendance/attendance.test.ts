import type { TFunction } from 'i18next';
import { expect, it } from 'vitest';
import { attendanceTable } from './table.ts';

it('writes a line for each stay, with durations that a spreadsheet can add', () => {
  const t = ((key: string) => key.split('.').at(-1)) as TFunction;
  const joined = new Date(2026, 10, 22, 9, 30).getTime();
  const stays = [
    { member: 'a', name: '=Ana', role: 'host' as const, joined, talked: 61_400 },
    { member: 'b', name: 'Ben', role: 'guest' as const, joined, left: joined + 3_725_000, talked: 0 },
  ];
  expect(attendanceTable(stays, joined + 60_000, t).split('\r\n')).toEqual([
    '"name","role","joined","left","present","talked"',
    '"\'=Ana","host","2026-11-22 09:30:00","","0:01:00","0:01:01"',
    '"Ben","guest","2026-11-22 09:30:00","2026-11-22 10:32:05","1:02:05","0:00:00"',
  ]);
});
