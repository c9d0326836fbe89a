import { writeCsv } from '@plenum/shared/core/csv';
import type { Visit } from '@plenum/shared/features/breakout/contract';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useHomeMeeting } from '../../app/stayContext.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { saveCsv } from '../../ui/saveFile.ts';
import { breakoutOf } from './useBreakout.ts';

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

/** Saving that table, in a menu; nothing while nobody was in a room. */
export function useVisitsEntry(): readonly MenuEntry[] {
  const { t } = useTranslation();
  const visits = useHomeMeeting((state) => breakoutOf(state)?.visits) ?? [];
  if (visits.length === 0) return [];
  const run = () => saveCsv(`${t('breakout.table.file')}.csv`, visitsTable(visits, t));
  return [{ id: 'visits', label: t('breakout.table.save'), run }];
}
