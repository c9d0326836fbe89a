import { type Answer, type Recording, recording } from '@plenum/shared/features/recording/contract';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/session.ts';
import { useAsk } from '../../app/useAsk.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';

/** Asks a member, before anything of them is recorded: accept, be left out, or leave. */
export function ConsentDialog({ now }: { readonly now: Recording }) {
  const { t } = useTranslation();
  const session = useSession();
  const ask = useAsk();
  const answer = (said: Answer) => void ask(recording, 'answer', { answer: said });
  return (
    <Dialog
      open
      alert
      title={t('recording.consent.title')}
      actions={
        <>
          <Button look="quiet" onPress={() => void session.leave()}>
            {t('recording.consent.leave')}
          </Button>
          <Button onPress={() => answer('out')}>{t('recording.consent.out')}</Button>
          <Button look="primary" onPress={() => answer('accepted')}>
            {t('recording.consent.accept')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p>{now.name === '' ? t('recording.consent.started') : t('recording.consent.startedBy', { name: now.name })}</p>
        <p className="text-dim">{t('recording.consent.body')}</p>
        <p className="text-dim">{t(`recording.chat.${now.chat}`)}</p>
      </div>
    </Dialog>
  );
}
