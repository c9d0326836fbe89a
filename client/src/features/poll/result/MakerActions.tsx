import { type Poll, poll as contract } from '@plenum/shared/features/poll/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../../app/useAsk.ts';
import { Button } from '../../../ui/Button.tsx';
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
      <Button
        look="quiet"
        aria-label={t('poll.removeOne', { question: setup.question })}
        onPress={() => void ask(contract, 'remove', { poll: id })}
      >
        {t('poll.remove')}
      </Button>
    </div>
  );
}
