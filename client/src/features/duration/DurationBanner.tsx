import type { Sitting } from '@plenum/shared/features/duration/contract';
import { Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { clockOf, wordsOfDuration } from '../../app/wordsOfTime.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { openDuration, useExtension, useSitting, useTimeLeft } from './useDuration.ts';

/** After the last warning: how long it still takes, and the ways to go on. */
export function DurationBanner() {
  const sitting = useSitting();
  return sitting?.closesAt === undefined ? null : <Closing sitting={sitting} />;
}

function Closing({ sitting }: { readonly sitting: Sitting }) {
  const { t, i18n } = useTranslation();
  const left = useTimeLeft(sitting);
  const { steps, extend } = useExtension();
  const [first] = steps;
  return (
    <Banner
      tone="warning"
      icon={<Hourglass />}
      action={
        first === undefined ? (
          <Button onPress={openDuration}>{t('duration.why')}</Button>
        ) : (
          <Button onPress={() => void extend(first)}>
            {t('duration.add', { time: wordsOfDuration(first * 60_000, i18n.language) })}
          </Button>
        )
      }
    >
      {t(sitting.poll === 'waits' ? 'duration.pollWaits' : 'duration.closing')}{' '}
      <span aria-live="off" className="font-bold tabular">
        {clockOf(left)}
      </span>
    </Banner>
  );
}
