import { attendance } from '@plenum/shared/features/attendance/contract';
import { ClipboardList } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { wordsOfError } from '../../app/errorWords.ts';
import { useMeeting, useSession } from '../../app/session.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { saveCsv } from '../../ui/saveFile.ts';
import { showToast } from '../../ui/toasts.ts';
import { attendanceTable } from './table.ts';

/** The "More" menu's entry that saves the attendance, for members who manage members. */
export function useAttendanceEntry(): readonly MenuEntry[] {
  const { t } = useTranslation();
  const session = useSession();
  const may = useMeeting(({ me }) => me.abilities.includes('memberManage'));
  if (!may) return [];
  const save = async () => {
    try {
      const { stays } = await session.send(attendance, 'export', {});
      const now = Date.now() + session.store.getState().clockOffsetMs;
      saveCsv(`${t('attendance.file')}.csv`, attendanceTable(stays, now, t));
    } catch (error) {
      showToast({ tone: 'warning', words: t(wordsOfError(error)) });
    }
  };
  return [
    {
      id: 'attendance',
      label: t('attendance.save'),
      icon: <ClipboardList aria-hidden="true" className="size-5 text-dim" />,
      run: () => void save(),
    },
  ];
}
