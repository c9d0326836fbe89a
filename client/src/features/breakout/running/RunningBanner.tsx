import { breakout } from '@plenum/shared/features/breakout/contract';
import { BellRing, DoorOpen, Hourglass, LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { openPanel } from '../../../app/meeting/panel/panels.ts';
import { useHomeMeeting, useStay } from '../../../app/stayContext.ts';
import { useAskHome } from '../../../app/useAsk.ts';
import type { Whereabouts } from '../../../core/stay.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { useAfter } from '../../../ui/useNow.ts';
import { SpeechBanner } from './SpeakToAll.tsx';
import { clockOf } from '../../../app/wordsOfTime.ts';
import { useManages, useMine, useRunning, useTimeLeft } from '../useBreakout.ts';

/** The banner with my room, the time left and the way back; also names the person who speaks to all rooms. */
export function RunningBanner() {
  return (
    <>
      <Whereabout />
      <SpeechBanner />
    </>
  );
}

function Whereabout() {
  const running = useRunning();
  const me = useHomeMeeting((state) => state.me.id);
  const stay = useStay();
  const move = useStore(stay?.store ?? nowhere, (state) => state?.move);
  const { place, asked } = useMine();
  if (move) return <Moving key={`${move.room}`} failed={move.failed > 1} />;
  if (!running) return null;
  if (place) return <InRoom name={place.name} />;
  // Before "not now", the invitation itself is on the page.
  return <Beside asked={running.declined.includes(me) ? asked : undefined} />;
}

const nowhere = createStore<Whereabouts | undefined>(() => undefined);

/** A move usually takes less than a second; a longer one is shown. */
function Moving({ failed }: { readonly failed: boolean }) {
  const { t } = useTranslation();
  const slow = useAfter(1_500);
  if (!slow) return null;
  return (
    <Banner tone={failed ? 'warning' : 'calm'} icon={<Hourglass />}>
      {t(failed ? 'breakout.movingFails' : 'breakout.moving')}
    </Banner>
  );
}

function InRoom({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const ask = useAskHome();
  const manages = useManages();
  const me = useHomeMeeting((state) => state.me.id);
  const calling = useRunning()?.help.some(({ member }) => member === me) ?? false;
  return (
    <Banner
      tone="accent"
      icon={<DoorOpen />}
      action={
        <span className="flex flex-wrap justify-center gap-2">
          {!manages && (
            <Button busy={calling} onPress={() => calling || void ask(breakout, 'help', {})}>
              <BellRing aria-hidden="true" className="size-5" />
              {t(calling ? 'breakout.called' : 'breakout.call')}
            </Button>
          )}
          <Button onPress={() => void ask(breakout, 'back', {})}>
            <LogOut aria-hidden="true" className="size-5" />
            {t('breakout.back')}
          </Button>
        </span>
      }
    >
      {t('breakout.youAreIn', { room: name })} <Left />
    </Banner>
  );
}

function Beside({ asked }: { readonly asked: { readonly id: string; readonly name: string } | undefined }) {
  const { t } = useTranslation();
  const ask = useAskHome();
  return (
    <Banner
      tone="calm"
      icon={<DoorOpen />}
      action={
        asked ? (
          <Button onPress={() => void ask(breakout, 'enter', { room: asked.id })}>
            {t('breakout.goTo', { room: asked.name })}
          </Button>
        ) : (
          <Button onPress={() => openPanel('breakout')}>{t('breakout.show')}</Button>
        )
      }
    >
      {t('breakout.areOpen')} <Left />
    </Banner>
  );
}

/** The countdown. Screen readers get the warnings, not every second. */
function Left() {
  const { t } = useTranslation();
  const left = useTimeLeft();
  if (left === undefined) return null;
  return (
    <span aria-live="off" className={left <= 60_000 ? 'font-bold tabular' : 'tabular'}>
      {t('breakout.left', { time: clockOf(left) })}
    </span>
  );
}
