import { writeCsv } from '@plenum/shared/core/csv';
import { breakout, type RecordLine, type Visit } from '@plenum/shared/features/breakout/contract';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { codeOf, wordsOfCode } from '../../app/errorWords.ts';
import { useHome, useHomeMeeting } from '../../app/stayContext.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { saveCsv } from '../../ui/saveFile.ts';
import { showToast } from '../../ui/toasts.ts';
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

/** What was written in the rooms, a line for each message. */
function recordTable(lines: readonly RecordLine[], t: TFunction): string {
  const head = [t('breakout.table.room'), t('breakout.table.from'), t('breakout.table.name'), t('breakout.table.text')];
  return writeCsv([head, ...lines.map(({ room, at, name, text }) => [room, moment(at), name, text])]);
}

/** Saving both tables, in a menu; nothing while nobody was in a room. */
export function useKeepEntries(): readonly MenuEntry[] {
  const { t } = useTranslation();
  const home = useHome();
  const visits = useHomeMeeting((state) => breakoutOf(state)?.visits) ?? [];
  if (visits.length === 0) return [];
  const saveRecord = async () => {
    try {
      const { lines } = await home.send(breakout, 'record', {});
      saveCsv(`${t('breakout.table.recordFile')}.csv`, recordTable(lines, t));
    } catch (error) {
      showToast({ tone: 'warning', words: t(wordsOfCode[codeOf(error)]) });
    }
  };
  return [
    {
      id: 'visits',
      label: t('breakout.table.save'),
      run: () => saveCsv(`${t('breakout.table.file')}.csv`, visitsTable(visits, t)),
    },
    { id: 'record', label: t('breakout.table.saveRecord'), run: () => void saveRecord() },
  ];
}
