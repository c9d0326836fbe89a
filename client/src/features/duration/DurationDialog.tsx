import type { DurationLimit, Sitting } from '@plenum/shared/features/duration/contract';
import { endOf, extendableBy } from '@plenum/shared/features/duration/time';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHomeMeeting } from '../../app/stayContext.ts';
import { clockOf, timeOfDay, wordsOfDuration } from '../../app/wordsOfTime.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { closeDuration, useExtension, useLimit, useSitting, useTimeLeft } from './useDuration.ts';

/** The window about the length of the meeting: whose limit it is, when the meeting ends, and how it can go on. */
export function DurationDialog() {
  const { t } = useTranslation();
  const [limit, sitting] = [useLimit(), useSitting()];
  return (
    <Dialog open onClose={closeDuration} title={t('duration.title')}>
      {limit && sitting && <About limit={limit} sitting={sitting} />}
    </Dialog>
  );
}

interface Props {
  readonly limit: DurationLimit;
  readonly sitting: Sitting;
}

function About({ limit, sitting }: Props) {
  const { t, i18n } = useTranslation();
  const left = useTimeLeft(sitting);
  const offset = useHomeMeeting(({ clockOffsetMs }) => clockOffsetMs);
  const { steps, extend } = useExtension();
  const rest = extendableBy(limit, sitting);
  const words = (minutes: number) => wordsOfDuration(minutes * 60_000, i18n.language);
  const owner = limit.of.is === 'organisation' ? { name: limit.of.name, tier: limit.of.tier } : {};
  return (
    <div className="flex flex-col gap-4 pt-1">
      <p role="timer" className="flex flex-col items-center">
        <span className="text-6xl leading-tight font-bold tabular">{clockOf(left)}</span>
        <span className="text-dim">
          {t('duration.endsAt', { time: timeOfDay(endOf(sitting) - offset, i18n.language) })}
        </span>
      </p>
      <p>{t(`duration.of.${limit.of.is}`, { ...owner, time: words(limit.minutes) })}</p>
      {sitting.extended > 0 && <p>{t('duration.wasExtended', { time: words(sitting.extended) })}</p>}
      <p className="text-dim">{rest > 0 ? t('duration.extendable', { time: words(rest) }) : t('duration.after')}</p>
      {steps.length > 0 && (
        <div className="grid gap-2 sm:grid-cols-2">
          {steps.map((minutes) => (
            <Button key={minutes} onPress={() => void extend(minutes)}>
              <Plus aria-hidden="true" className="size-5" />
              {words(minutes)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
