import { limits } from '@plenum/shared/core/limits';
import { DisplayName } from '@plenum/shared/core/text';
import { presence } from '@plenum/shared/features/presence/contract';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { wordsOfError } from '../../app/errorWords.ts';
import { preferences } from '../../app/preferences/preferences.ts';
import { useSession } from '../../app/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { LineForm } from '../../ui/LineForm.tsx';
import { showToast } from '../../ui/toasts.ts';

/** My own name in the list, with a form that changes it. */
export function OwnName({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div className="flex min-w-0 items-center gap-1">
      <p className="min-w-0 truncate">{t('app.youInBrackets', { name })}</p>
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
  const save = async (written: string) => {
    const parsed = z.safeParse(DisplayName, written);
    if (!parsed.success) return t('preJoin.nameInvalid', { max: limits.nameLength });
    if (parsed.data !== name) {
      try {
        await session.send(presence, 'rename', { name: parsed.data });
      } catch (reason) {
        return t(wordsOfError(reason));
      }
      preferences.setState({ name: parsed.data });
      showToast({ tone: 'good', words: t('people.renamed', { name: parsed.data }) });
    }
    onDone();
    return undefined;
  };
  return (
    <LineForm
      label={t('people.renameLabel')}
      before={name}
      maxLength={limits.nameLength}
      cancel={t('people.renameCancel')}
      submit={t('people.renameSave')}
      onCancel={onDone}
      onSubmit={save}
    />
  );
}
