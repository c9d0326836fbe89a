import type { Recording } from '@plenum/shared/features/recording/contract';
import { Disc, Pause } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { clockOf } from '../../app/wordsOfTime.ts';
import { cx } from '../../ui/cx.ts';
import { openRecording, useLength, useMyAnswer, useRecording } from './useRecording.ts';

/** Says in the top bar that the meeting is recorded; opens the window about it. */
export function RecordingItem() {
  const now = useRecording();
  return now ? <Pill now={now} /> : null;
}

function Pill({ now }: { readonly now: Recording }) {
  const { t } = useTranslation();
  const length = useLength(now);
  const isOut = useMyAnswer() === 'out';
  const { is } = now.run;
  const Icon = is === 'paused' ? Pause : Disc;
  return (
    // The name stays the same each second, so that a screen reader does not read every one of them.
    <Button
      aria-label={`${t(`recording.is.${is}`)}${isOut ? ` ${t('recording.youAreOut')}.` : ''}`}
      onPress={openRecording}
      className="flex min-h-11 items-center rounded-full -outline-offset-3 data-hovered:brightness-110"
    >
      <span
        className={cx(
          'flex items-center gap-2 rounded-full px-3 py-1 text-sm whitespace-nowrap tabular max-sm:gap-1.5 max-sm:px-2',
          is === 'running' ? 'bg-danger font-bold text-white' : 'bg-raised text-dim',
        )}
      >
        <Icon aria-hidden="true" className="size-4 shrink-0" />
        <span className="max-md:hidden">{t(`recording.short.${is}`)}</span>
        {clockOf(length)}
      </span>
    </Button>
  );
}
