import { useTranslation } from 'react-i18next';
import { copyText } from '../../../ui/copyText.ts';
import { showToast, type Toast } from '../../../ui/toasts.ts';

/** Copies a link; if the browser forbids that, shows it for copying by hand. Both notices offer `action`. */
export function useCopy(action?: NonNullable<Toast['action']>): (link: string) => void {
  const { t } = useTranslation();
  const more = action ? { action } : {};
  return (link) => {
    copyText(link).then(
      () => showToast({ tone: 'good', words: t('meeting.inviteCopied'), ...more }),
      () => showToast({ tone: 'calm', words: t('meeting.inviteFailed', { link }), ...more }, 0),
    );
  };
}
