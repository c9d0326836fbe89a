import type { Sitting } from '@plenum/shared/features/duration/contract';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '../../app/lazyPart.tsx';
import { useSignal } from '../../app/preferences/signals.ts';
import { timeOfDay, wordsOfDuration } from '../../app/wordsOfTime.ts';
import { useHomeMeeting } from '../../app/stayContext.ts';
import { announce } from '../../ui/Announcer.tsx';
import { dismissToast, showToast } from '../../ui/toasts.ts';
import { newsOf } from './news.ts';
import { closeDuration, useDurationOpen, useExtension, useSitting } from './useDuration.ts';

const DurationDialog = lazyPart(async () => (await import('./DurationDialog.tsx')).DurationDialog);

/** Says the warnings and the extensions, and shows the window about the length of the meeting. */
export function DurationWatcher() {
  const open = useDurationOpen();
  const sitting = useSitting();
  useEffect(() => closeDuration, []);
  if (!sitting) return null;
  return (
    <>
      <Teller sitting={sitting} />
      {open && <DurationDialog />}
    </>
  );
}

function Teller({ sitting }: { readonly sitting: Sitting }) {
  const { t, i18n } = useTranslation();
  const signal = useSignal();
  const offset = useHomeMeeting(({ clockOffsetMs }) => clockOffsetMs);
  const { steps, extend } = useExtension();
  const told = useRef(sitting);
  const warning = useRef<number>(undefined);
  const words = (minutes: number) => wordsOfDuration(minutes * 60_000, i18n.language);
  const warn = () => {
    const [first] = steps;
    const action = first !== undefined && {
      label: t('duration.add', { time: words(first) }),
      run: () => void extend(first),
    };
    warning.current = showToast({ tone: 'warning', words: t('duration.said.warned'), ...(action && { action }) }, 10);
    signal('warning');
  };
  const tell = useEffectEvent((before: Sitting, now: Sitting) => {
    const news = newsOf(before, now);
    // The first warning is not true any more.
    if (news !== 'nothing' && warning.current !== undefined) dismissToast(warning.current);
    switch (news) {
      case 'nothing':
        return;
      case 'extended': {
        const at = timeOfDay(now.endsAt - offset, i18n.language);
        const time = words(now.extended - before.extended);
        showToast({ tone: 'good', words: t('duration.said.extended', { time, at }) });
        return;
      }
      case 'warned':
        return warn();
      case 'closing':
      case 'pollWaits':
        // A screen reader does not read the banner by itself: it comes with its words.
        announce(t(`duration.said.${news}`));
        signal('warning');
    }
  });
  useEffect(() => {
    const before = told.current;
    told.current = sitting;
    if (before !== sitting) tell(before, sitting);
  }, [sitting]);
  return null;
}
