import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useHotkey } from '../preferences/useHotkey.ts';
import { useLeaveEntries } from '../house.ts';
import { useSession } from '../session.ts';

/** The key that leaves the meeting. */
export const leaveKey = 'Q';

/** Leaves by a key. One key is soon pressed by mistake, so it asks first, and offers the same ways as the button. */
export function LeaveByKey() {
  const { t } = useTranslation();
  const session = useSession();
  const entries = useLeaveEntries();
  const [asking, setAsking] = useState(false);
  useHotkey(leaveKey, () => setAsking(true));
  const stay = () => setAsking(false);
  return (
    <Dialog
      alert
      open={asking}
      onClose={stay}
      title={t('meeting.leaveAsk')}
      actions={
        <>
          <Button onPress={stay}>{t('meeting.stay')}</Button>
          {entries.length === 0 && (
            <Button look="danger" onPress={() => void session.leave()}>
              {t('meeting.leave')}
            </Button>
          )}
        </>
      }
    >
      {entries.length === 0 ? (
        <p>{t('meeting.leaveAskBody')}</p>
      ) : (
        <div className="flex flex-col gap-2">
          {entries.map(({ id, label, danger, run }) => (
            <Button
              key={id}
              wide
              look={danger ? 'danger' : 'plain'}
              onPress={() => {
                stay();
                run();
              }}
            >
              {label}
            </Button>
          ))}
        </div>
      )}
    </Dialog>
  );
}
