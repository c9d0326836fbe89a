import { limits } from '@plenum/shared/core/limits';
import { optionalSentence } from '@plenum/shared/core/text';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { Dialog } from '../../ui/Dialog.tsx';
import { LineForm } from '../../ui/LineForm.tsx';

interface Props {
  readonly open: boolean;
  readonly title: string;
  readonly label: string;
  /** The present words. */
  readonly before: string;
  /** True when the dialog turns a person away; the words may then be empty. */
  readonly denies?: boolean;
  readonly onClose: () => void;
  readonly onSay: (words: string) => void;
}

const Words = optionalSentence(limits.lobbyWordsLength);

/** Sends one line to a person outside, or to all of them. */
export function WordsDialog({ open, title, onClose, ...form }: Props) {
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      <WordsForm {...form} onClose={onClose} />
    </Dialog>
  );
}

function WordsForm({ label, before, denies = false, onClose, onSay }: Omit<Props, 'open' | 'title'>) {
  const { t } = useTranslation();
  const say = (written: string) => {
    const words = z.safeParse(Words, written.trim());
    if (!words.success) return t('lobby.wordsInvalid', { max: limits.lobbyWordsLength });
    onSay(words.data);
    onClose();
    return undefined;
  };
  return (
    <LineForm
      label={label}
      before={before}
      maxLength={limits.lobbyWordsLength}
      cancel={t('moderation.cancel')}
      submit={denies ? t('lobby.denyNow') : t('lobby.say')}
      look={denies ? 'danger' : 'primary'}
      onCancel={onClose}
      onSubmit={say}
    />
  );
}
