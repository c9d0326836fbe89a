import { writeCsv } from '@plenum/shared/core/csv';
import type { RecordLine, Visit } from '@plenum/shared/features/breakout/contract';
import type { TFunction } from 'i18next';

/** Local date and time in the one form that every spreadsheet reads. */
function moment(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Who was in which room from when until when, a line for each time. */
export function visitsTable(visits: readonly Visit[], t: TFunction): string {
  const head = [
    t('breakout.table.name'),
    t('breakout.table.room'),
    t('breakout.table.from'),
    t('breakout.table.until'),
  ];
  const rows = visits.map(({ name, title, from, until }) => [
    name,
    title,
    moment(from),
    until === undefined ? '' : moment(until),
  ]);
  return writeCsv([head, ...rows]);
}

/** What was written in the rooms, a line for each message. */
export function recordTable(lines: readonly RecordLine[], t: TFunction): string {
  const head = [t('breakout.table.room'), t('breakout.table.from'), t('breakout.table.name'), t('breakout.table.text')];
  return writeCsv([head, ...lines.map(({ room, at, name, text }) => [room, moment(at), name, text])]);
}
