import { useTranslation } from 'react-i18next';
import { showToast } from '../../ui/toasts.ts';
import { linkOf } from '../roomLink.ts';
import { useHomeMeeting } from '../stayContext.ts';

/** Copies the invitation to this meeting; where the browser does not allow it, shows the link to copy by hand. */
export function useInvite(): () => void {
  const { t } = useTranslation();
  const room = useHomeMeeting((state) => state.room.id);
  return () => {
    const link = linkOf(room);
    const copied = navigator.clipboard?.writeText(link) ?? Promise.reject(new Error('no clipboard'));
    copied.then(
      () => showToast({ tone: 'good', words: t('meeting.inviteCopied') }),
      () => showToast({ tone: 'calm', words: t('meeting.inviteFailed', { link }) }, 0),
    );
  };
}
