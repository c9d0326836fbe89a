import { leftAt } from '@plenum/shared/features/timer/time';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '../../app/lazyPart.tsx';
import { type MeetingSession, useSession } from '../../app/session.ts';
import { useSignal } from '../../app/preferences/signals.ts';
import { useHome } from '../../app/stayContext.ts';
import { announce } from '../../ui/Announcer.tsx';
import { showToast } from '../../ui/toasts.ts';
import { closeTimer, useTimerOpen } from './dialog.ts';
import { newsOf } from './news.ts';
import { wordsOfSpan } from './spanWords.ts';
import { serverNow, useManagesTimer, useTimer } from './useTimer.ts';

const TimerDialog = lazyPart(async () => (await import('./TimerDialog.tsx')).TimerDialog);

const lastMinute = 60_000;

/** Says what happens to the timers of this room and of the meeting, and shows the window of the timer. */
export function TimerWatcher() {
  const here = useSession();
  const home = useHome();
  const open = useTimerOpen();
  const manages = useManagesTimer();
  useEffect(() => closeTimer, []);
  return (
    <>
      <Teller session={here} />
      {home !== here && <Teller session={home} />}
      {open && manages && <TimerDialog />}
    </>
  );
}

/** Says each change of one timer, its last minute and its end, and no other second. */
function Teller({ session }: { readonly session: MeetingSession }) {
  const { t, i18n } = useTranslation();
  const signal = useSignal();
  const now = useTimer(session);
  const told = useRef(now);
  const left = () => (now && leftAt(now, serverNow(session))) ?? 0;
  const tell = useEffectEvent((before: typeof now) => {
    const news = newsOf(before, now);
    if (news === 'nothing') return;
    if (news !== 'over') {
      announce(t(`timer.said.${news}`, { time: wordsOfSpan(left(), i18n.language) }));
      return;
    }
    // A screen reader reads the toast too.
    showToast({ tone: 'warning', words: t('timer.said.over') }, 10);
    signal('warning');
  });
  const tellLastMinute = useEffectEvent(() => announce(t('timer.said.lastMinute')));
  useEffect(() => {
    const before = told.current;
    told.current = now;
    if (before !== now) tell(before);
    const wait = now?.run.is === 'running' ? (leftAt(now, serverNow(session)) ?? 0) - lastMinute : 0;
    if (wait <= 0) return;
    const alarm = setTimeout(() => tellLastMinute(), wait);
    return () => clearTimeout(alarm);
  }, [now, session]);
  return null;
}
