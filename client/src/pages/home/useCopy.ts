import { useTranslation } from 'react-i18next';
import { copyText } from '../../ui/copyText.ts';
import { showToast } from '../../ui/toasts.ts';

/** Copies a text and says so; where the browser forbids it, the text is shown to be copied by hand. */
export function useCopy(): (text: string) => Promise<void> {
  const { t } = useTranslation('service');
  return async (text) => {
    try {
      await copyText(text);
      showToast({ tone: 'good', words: t('copied') });
    } catch {
      showToast({ tone: 'warning', words: t('copyByHand', { text }) }, 30);
    }
  };
}
