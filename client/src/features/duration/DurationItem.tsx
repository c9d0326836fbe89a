import type { Sitting } from '@plenum/shared/features/duration/contract';
import { durationLimits } from '@plenum/shared/features/duration/limits';
import { Hourglass } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { clockOf, shortDuration } from '../../app/wordsOfTime.ts';
import { cx } from '../../ui/cx.ts';
import { openDuration, secondsBelow, useSitting, useTimeLeft } from './useDuration.ts';

const almostMinute = 59_999;

/** The time that is left, beside the clock. */
export function DurationItem() {
  const sitting = useSitting();
  return sitting ? <TimeLeft sitting={sitting} /> : null;
}

/** The same on a phone, which has no clock. */
export function PhoneItem() {
  const sitting = useSitting();
  return sitting ? (
    <div className="sm:hidden">
      <TimeLeft sitting={sitting} />
    </div>
  ) : null;
}

function TimeLeft({ sitting }: { readonly sitting: Sitting }) {
  const { t, i18n } = useTranslation();
  const left = useTimeLeft(sitting);
  const isNear = left <= secondsBelow;
  // A minute that has begun counts.
  const time = isNear ? clockOf(left) : shortDuration(left + almostMinute, i18n.language);
  return (
    <div className="relative flex min-h-11 shrink-0 items-center">
      <span
        role="timer"
        aria-label={t('duration.title')}
        className={cx(
          'flex items-center gap-2 rounded-full px-3 py-1 text-sm whitespace-nowrap tabular max-sm:gap-1.5 max-sm:px-2',
          left <= durationLimits.warnMs ? 'bg-amber-soft text-amber-text' : 'bg-raised text-dim',
          left <= durationLimits.noticeMs && 'font-bold',
        )}
      >
        <Hourglass aria-hidden="true" className="size-4 shrink-0" />
        <span className="sm:hidden">{time}</span>
        <span className="max-sm:hidden">{isNear ? time : t('duration.left', { time })}</span>
      </span>
      {/* Over the time, not around it: a screen reader would read each second as a new name of the button. */}
      <Button
        aria-label={t('duration.show')}
        onPress={openDuration}
        className="absolute inset-0 cursor-pointer rounded-full -outline-offset-3"
      />
    </div>
  );
}
