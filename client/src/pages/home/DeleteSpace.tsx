import { aside } from '@plenum/shared/core/aside';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { api } from '../service/api.ts';
import { Refusal } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';

interface Props {
  readonly id: string;
  readonly title: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Asks before a space is deleted. */
export function DeleteSpace({ id, title, onClose, onDone }: Props) {
  const { t } = useTranslation('service');
  const { busy, error, send } = useSending();
  const remove = async () => {
    if (!(await send(() => api.removeSpace(id)))) return;
    onClose();
    onDone();
  };
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={t('space.deleteTitle')}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button look="danger" busy={busy} onPress={() => aside(remove())}>
            {t('space.delete')}
          </Button>
        </>
      }
    >
      <p className="[overflow-wrap:anywhere]">{t('space.deleteBody', { title })}</p>
      <Refusal words={error} />
    </Dialog>
  );
}
