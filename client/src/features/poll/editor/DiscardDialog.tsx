import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';

interface Props {
  readonly open: boolean;
  readonly question: string;
  readonly onStay: () => void;
  readonly onDiscard: () => void;
}

/** Asks before a written poll is thrown away. */
export function DiscardDialog({ open, question, onStay, onDiscard }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      alert
      open={open}
      onClose={onStay}
      title={t('poll.discardSure')}
      actions={
        <>
          <Button onPress={onStay}>{t('poll.keepIt')}</Button>
          <Button look="danger" onPress={onDiscard}>
            {t('poll.discardNow')}
          </Button>
        </>
      }
    >
      <p dir="auto" className="font-bold [overflow-wrap:anywhere]">
        {question}
      </p>
      <p className="pt-2">{t('poll.discardBody')}</p>
    </Dialog>
  );
}
