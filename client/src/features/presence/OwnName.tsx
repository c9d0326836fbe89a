import { limits } from '@plenum/shared/core/limits';
import { DisplayName } from '@plenum/shared/core/text';
import { presence } from '@plenum/shared/features/presence/contract';
import { Pencil } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { codeOf, wordsOfCode } from '../../app/errorWords.ts';
import { preferences } from '../../app/preferences.ts';
import { useSession } from '../../app/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { showToast } from '../../ui/toasts.ts';

/** My own name in the list, and how to change it. */
export function OwnName({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div className="flex min-w-0 items-center gap-1">
      <p dir="auto" className="min-w-0 truncate">
        {t('app.youInBrackets', { name })}
      </p>
      <Button look="quiet" square aria-label={t('people.rename')} onPress={() => setOpen(true)}>
        <Pencil aria-hidden="true" className="size-4" />
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('people.rename')}>
        <RenameForm name={name} onDone={() => setOpen(false)} />
      </Dialog>
    </div>
  );
}

function RenameForm({ name, onDone }: { readonly name: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const [written, setWritten] = useState(name);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const save = async () => {
    if (busy) return;
    const parsed = z.safeParse(DisplayName, written);
    if (!parsed.success) return setError(t('preJoin.nameInvalid', { max: limits.nameLength }));
    if (parsed.data === name) return onDone();
    setBusy(true);
    try {
      await session.send(presence, 'rename', { name: parsed.data });
      preferences.setState({ name: parsed.data });
      showToast({ tone: 'good', words: t('people.renamed', { name: parsed.data }) });
      onDone();
    } catch (reason) {
      setError(t(wordsOfCode[codeOf(reason)]));
      setBusy(false);
    }
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4 pt-1"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field
        label={t('people.renameLabel')}
        value={written}
        onChange={setWritten}
        maxLength={limits.nameLength}
        inputRef={field}
        error={error}
      />
      <div className="flex justify-end gap-3">
        <Button look="quiet" onPress={onDone}>
          {t('people.renameCancel')}
        </Button>
        <Button type="submit" look="primary" busy={busy}>
          {t('people.renameSave')}
        </Button>
      </div>
    </form>
  );
}
