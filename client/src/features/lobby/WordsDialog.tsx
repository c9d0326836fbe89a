import { limits } from '@plenum/shared/core/limits';
import { optionalSentence } from '@plenum/shared/core/text';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';

interface Props {
  readonly open: boolean;
  readonly title: string;
  readonly label: string;
  /** What was said before. */
  readonly before: string;
  /** Sends somebody away with the words, which may be none. */
  readonly denies?: boolean;
  readonly onClose: () => void;
  readonly onSay: (words: string) => void;
}

const Words = optionalSentence(limits.lobbyWordsLength);

/** One line to somebody outside, or to all of them. */
export function WordsDialog({ open, title, onClose, ...form }: Props) {
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      <WordsForm {...form} onClose={onClose} />
    </Dialog>
  );
}

function WordsForm({ label, before, denies = false, onClose, onSay }: Omit<Props, 'open' | 'title'>) {
  const { t } = useTranslation();
  const [written, setWritten] = useState(before);
  const [error, setError] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      noValidate
      className="flex flex-col gap-4 pt-1"
      onSubmit={(event) => {
        event.preventDefault();
        const words = z.safeParse(Words, written.trim());
        if (!words.success) return setError(t('lobby.wordsInvalid', { max: limits.lobbyWordsLength }));
        onSay(words.data);
        onClose();
      }}
    >
      <Field
        label={label}
        value={written}
        onChange={setWritten}
        maxLength={limits.lobbyWordsLength}
        inputRef={field}
        error={error}
      />
      <div className="flex flex-wrap justify-end gap-3">
        <Button look="quiet" onPress={onClose}>
          {t('moderation.cancel')}
        </Button>
        <Button type="submit" look={denies ? 'danger' : 'primary'}>
          {denies ? t('lobby.denyNow') : t('lobby.say')}
        </Button>
      </div>
    </form>
  );
}
