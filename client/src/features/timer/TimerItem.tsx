import type { Timer } from '@plenum/shared/features/timer/contract';
import { AlarmClock, Pause, TimerIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { type MeetingSession, useSession } from '../../app/session.ts';
import { useHome } from '../../app/stayContext.ts';
import { clockOf } from '../../app/wordsOfTime.ts';
import { cx } from '../../ui/cx.ts';
import { openTimer } from './dialog.ts';
import { useManagesTimer, useShownTime, useTimer } from './useTimer.ts';

/** The timers in the top bar. */
export function TimerItem() {
  return <Timers here={useSession()} home={useHome()} />;
}

/** The timer of this room, and before it the meeting's where the room is another. */
export function Timers({ here, home }: { readonly here: MeetingSession; readonly home: MeetingSession }) {
  const { t } = useTranslation();
  const ours = useTimer(here);
  const meetings = useTimer(home);
  const manages = useManagesTimer();
  return (
    <>
      {home !== here && meetings && (
        // A phone has room for one.
        <div className={cx(ours !== undefined && 'max-sm:hidden')}>
          <Pill session={home} now={meetings} word={t('timer.ofMeeting')} />
        </div>
      )}
      {ours && (manages ? <Manage session={here} now={ours} /> : <Pill session={here} now={ours} />)}
    </>
  );
}

interface Props {
  readonly session: MeetingSession;
  readonly now: Timer;
  readonly word?: string;
}

function Manage({ session, now }: Props) {
  const { t } = useTranslation();
  // The name of the button stays the same, so that a screen reader does not read each second while the button has the focus.
  return (
    <Button
      aria-label={t('timer.manage')}
      onPress={openTimer}
      className="flex min-h-11 items-center rounded-full -outline-offset-3 data-hovered:brightness-110"
    >
      <Pill session={session} now={now} />
    </Button>
  );
}

function Pill({ session, now, word }: Props): ReactNode {
  const { t } = useTranslation();
  const time = useShownTime(session, now);
  const isOver = now.run.is === 'over';
  const Icon = isOver ? AlarmClock : now.run.is === 'paused' ? Pause : TimerIcon;
  return (
    <span
      role="timer"
      aria-label={word === undefined ? t(`timer.${now.kind.is}`) : `${word}: ${t(`timer.${now.kind.is}`)}`}
      className={cx(
        'flex items-center gap-2 rounded-full px-3 py-1 text-sm whitespace-nowrap tabular max-sm:gap-1.5 max-sm:px-2',
        isOver ? 'bg-amber-soft font-bold text-amber-text' : 'bg-raised',
        now.run.is === 'paused' ? 'text-dim' : 'text-text',
      )}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      {word !== undefined && <span className="text-dim max-sm:hidden">{word}</span>}
      {now.run.is === 'paused' && <span className="sr-only">{t('timer.paused')} </span>}
      {isOver ? (
        <>
          <span className="max-sm:sr-only">{t('timer.over')}</span>
          <span aria-hidden="true" className="sm:hidden">
            {clockOf(0)}
          </span>
        </>
      ) : (
        clockOf(time)
      )}
    </span>
  );
}
