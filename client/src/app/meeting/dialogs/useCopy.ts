import { useTranslation } from 'react-i18next';
import { copyText } from '../../../ui/copyText.ts';
import { showToast } from '../../../ui/toasts.ts';

/** Copies a link; if the browser forbids that, shows it for copying by hand. */
export function useCopy(): (link: string) => void {
  const { t } = useTranslation();
  return (link) => {
    copyText(link).then(
      () => showToast({ tone: 'good', words: t('meeting.inviteCopied') }),
      () => showToast({ tone: 'calm', words: t('meeting.inviteFailed', { link }) }, 0),
    );
  };
}
