import { breakout, type RecordLine } from '@plenum/shared/features/breakout/contract';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useHome, useHomeMeeting } from '../../../app/stayContext.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { saveCsv } from '../../../ui/saveFile.ts';
import { breakoutOf } from '../useBreakout.ts';
import { keptDeskOf } from './desk.ts';
import { PastRoomRow } from './PastRoomRow.tsx';
import { recordTable, visitsTable } from './tables.ts';
import { tellFailure } from './tellFailure.ts';

/** The contents of ended rooms, which members who manage rooms can save. */
export function FromRooms() {
  const { t } = useTranslation();
  const home = useHome();
  const desk = keptDeskOf(home);
  const isOpen = useStore(desk, ({ open }) => open);
  return (
    <Dialog open={isOpen} onClose={() => desk.setState({ open: false })} title={t('breakout.kept.title')}>
      <Kept />
    </Dialog>
  );
}

function Kept() {
  const { t } = useTranslation();
  const home = useHome();
  const visits = useHomeMeeting((state) => breakoutOf(state)?.visits) ?? [];
  const past = useHomeMeeting((state) => breakoutOf(state)?.past) ?? [];
  // Requested once, by the first button that is pressed.
  const [record] = useState(() => lazily(async () => (await home.send(breakout, 'record', {})).lines));
  const saveRecord = () =>
    record()
      .then((lines) => saveCsv(`${t('breakout.table.recordFile')}.csv`, recordTable(lines, t)))
      .catch(tellFailure);
  return (
    <div className="flex flex-col gap-4">
      <p className="text-dim">{t('breakout.kept.body')}</p>
      <div className="flex flex-col gap-2">
        <Button wide onPress={() => saveCsv(`${t('breakout.table.file')}.csv`, visitsTable(visits, t))}>
          <Download aria-hidden="true" className="size-5" />
          {t('breakout.table.save')}
        </Button>
        <Button wide onPress={() => void saveRecord()}>
          <Download aria-hidden="true" className="size-5" />
          {t('breakout.table.saveRecord')}
        </Button>
      </div>
      <ul aria-label={t('breakout.kept.title')} className="flex flex-col gap-2">
        {past.toReversed().map((room) => (
          <PastRoomRow key={room.id} room={room} visits={visits} record={record} />
        ))}
      </ul>
    </div>
  );
}

/** Returns a function that loads on its first call, and again after a failure. */
function lazily(load: () => Promise<readonly RecordLine[]>): () => Promise<readonly RecordLine[]> {
  let loaded: Promise<readonly RecordLine[]> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}
