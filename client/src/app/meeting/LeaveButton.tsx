import { PhoneOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ControlButton, ControlTrigger } from '../../ui/ControlButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { useLeaveEntries } from '../house.ts';
import { useSession } from '../session.ts';
import { leaveKey } from './LeaveByKey.tsx';

/** Leaves at one press, or opens a menu when features offer several ways to leave. */
export function LeaveButton() {
  const { t } = useTranslation();
  const session = useSession();
  const entries = useLeaveEntries();
  const face = { icon: <PhoneOff aria-hidden="true" />, word: t('meeting.leave'), tone: 'danger' } as const;
  if (entries.length === 0) {
    return (
      <ControlButton {...face} hint={t('meeting.leaveHint')} hotkey={leaveKey} onPress={() => void session.leave()} />
    );
  }
  return (
    <Menu
      label={t('meeting.leaveHint')}
      placement="top"
      trigger={<ControlTrigger {...face} />}
      groups={[
        { id: 'leave', entries: entries.filter(({ danger }) => danger !== true) },
        { id: 'danger', entries: entries.filter(({ danger }) => danger === true) },
      ]}
    />
  );
}
