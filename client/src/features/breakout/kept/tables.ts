import { writeCsv } from '@plenum/shared/core/csv';
import type { RecordLine, Visit } from '@plenum/shared/features/breakout/contract';
import type { TFunction } from 'i18next';

/** Returns local date and time in the one form that every spreadsheet reads. */
function moment(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Returns a table of visits: person, room, beginning and end, one line each. */
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

/** Returns a table of the messages in the rooms, one line each. */
export function recordTable(lines: readonly RecordLine[], t: TFunction): string {
  const head = [t('breakout.table.room'), t('breakout.table.from'), t('breakout.table.name'), t('breakout.table.text')];
  return writeCsv([head, ...lines.map(({ room, at, name, text }) => [room, moment(at), name, text])]);
}
