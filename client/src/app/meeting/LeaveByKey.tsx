import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useHotkey } from '../preferences/useHotkey.ts';
import { useSession } from '../session.ts';

/** The key that leaves the meeting. */
export const leaveKey = 'Q';

/** Leaves by a key. One key is soon pressed by mistake, so it asks first. */
export function LeaveByKey() {
  const { t } = useTranslation();
  const session = useSession();
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
          <Button look="danger" onPress={() => void session.leave()}>
            {t('meeting.leave')}
          </Button>
        </>
      }
    >
      <p>{t('meeting.leaveAskBody')}</p>
    </Dialog>
  );
}
