import { wordsOfError } from '../../../app/errorWords.ts';
import { words } from '../../../i18n/i18n.ts';
import { showToast } from '../../../ui/toasts.ts';

/** Shows why a request failed. */
export function tellFailure(error: unknown): void {
  showToast({ tone: 'warning', words: words.t(wordsOfError(error)) });
}
