import { type Poll, poll as contract } from '@plenum/shared/features/poll/contract';
import { aside } from '@plenum/shared/core/aside';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../../app/useAsk.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Switch } from '../../../ui/Switch.tsx';

interface Props {
  readonly poll: Poll;
  /** There is something to show. */
  readonly hasResult: boolean;
  readonly isCounted: boolean;
}

/** The actions for a closed poll, for members who make polls. */
export function MakerActions({ poll: { id, setup, status }, hasResult, isCounted }: Props) {
  const { t } = useTranslation();
  const ask = useAsk();
  const [names, setNames] = useState(false);
  const [sure, setSure] = useState(false);
  const remove = () => {
    setSure(false);
    aside(ask(contract, 'remove', { poll: id }));
  };
  const mayShow = hasResult && status !== 'published';
  if (!isCounted) return null;
  return (
    <div className="flex flex-col gap-2">
      {mayShow && !setup.secret && (
        <Switch on={names} onChange={setNames}>
          {t('poll.withNames')}
        </Switch>
      )}
      {mayShow && (
        <Button look="primary" onPress={() => void ask(contract, 'publish', { poll: id, names })}>
          {t('poll.publish')}
        </Button>
      )}
      {mayShow && status === 'closed' && (
        <Button onPress={() => void ask(contract, 'withhold', { poll: id })}>{t('poll.withhold')}</Button>
      )}
      <Button look="quiet" aria-label={t('poll.removeOne', { question: setup.question })} onPress={() => setSure(true)}>
        {t('poll.remove')}
      </Button>
      <Dialog
        alert
        open={sure}
        onClose={() => setSure(false)}
        title={t('poll.removeSure')}
        actions={
          <>
            <Button onPress={() => setSure(false)}>{t('poll.keepIt')}</Button>
            <Button look="danger" onPress={remove}>
              {t('poll.removeNow')}
            </Button>
          </>
        }
      >
        <p dir="auto" className="font-bold [overflow-wrap:anywhere]">
          {setup.question}
        </p>
        <p className="pt-2">{t('poll.removeBody')}</p>
      </Dialog>
    </div>
  );
}
