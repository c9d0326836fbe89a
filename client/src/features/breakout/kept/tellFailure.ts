import { codeOf, wordsOfCode } from '../../../app/errorWords.ts';
import { words } from '../../../i18n/i18n.ts';
import { showToast } from '../../../ui/toasts.ts';

/** Something could not be had: says why. */
export function tellFailure(error: unknown): void {
  showToast({ tone: 'warning', words: words.t(wordsOfCode[codeOf(error)]) });
}
