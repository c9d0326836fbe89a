import { writeCsv } from '@plenum/shared/core/csv';
import type { Stay } from '@plenum/shared/features/attendance/contract';
import type { TFunction } from 'i18next';

/** `h:mm:ss`, which spreadsheets read as a duration. */
function duration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Local date and time in the one form that all spreadsheets read. */
function moment(at: number): string {
  const date = new Date(at);
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** The attendance as a table, one row for each stay. @param now epoch ms of the server */
export function attendanceTable(stays: readonly Stay[], now: number, t: TFunction): string {
  const head = [
    t('attendance.name'),
    t('attendance.role'),
    t('attendance.joined'),
    t('attendance.left'),
    t('attendance.present'),
    t('attendance.talked'),
  ];
  const rows = stays.map(({ name, role, joined, left, talked }) => [
    name,
    t(`role.${role}`),
    moment(joined),
    left === undefined ? '' : moment(left),
    duration((left ?? now) - joined),
    duration(talked),
  ]);
  return writeCsv([head, ...rows]);
}
