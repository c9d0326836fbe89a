import { AppError } from '@plenum/shared/core/errors';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { openPanel, useOpenPanel } from '../../../app/meeting/panel/panels.ts';
import { useHome, useHomeMeeting, useStay } from '../../../app/stayContext.ts';
import { useAskHome } from '../../../app/useAsk.ts';
import { showToast } from '../../../ui/toasts.ts';
import { Invitation } from './Invitation.tsx';
import { breakoutOf, useEverybody, useManages, useMine, useRunning, useTimeLeft } from '../useBreakout.ts';

/** Moves me to the room that the meeting has for me, and announces events of the rooms. */
export function RunningWatcher() {
  useFollow();
  useNews();
  const ends = useRunning()?.endsAt !== undefined;
  return (
    <>
      <Invitation />
      {ends && <EndWarnings />}
    </>
  );
}

/** Takes the page to my place as the meeting has it, also after a reload or a restart. */
function useFollow(): void {
  const stay = useStay();
  const home = useHome();
  const place = useHomeMeeting((state) => breakoutOf(state)?.places[state.me.id]);
  useEffect(() => {
    stay?.go(place, async () => {
      const pass = await home.send(breakout, 'ticket', {});
      if (pass.room !== place) throw new AppError('conflict', 'My place has changed again.');
      return pass;
    });
  }, [stay, home, place]);
}

/** Announces messages to all rooms, calls for a moderator, and failed rooms, each once. */
function useNews(): void {
  const { t } = useTranslation();
  const running = useRunning();
  const manages = useManages();
  const ask = useAskHome();
  const everybody = useEverybody();
  const panel = useOpenPanel();
  const me = useHomeMeeting((state) => state.me.id);
  const { place } = useMine();
  const told = useRef(running);
  const tell = useEffectEvent((before: typeof running) => {
    if (!running || before?.startedAt !== running.startedAt) return;
    for (const { id, name, text } of running.said) {
      if (before.said.some((known) => known.id === id)) continue;
      showToast({ tone: 'good', words: t('breakout.saidToAll', { name, text }) }, 20);
    }
    for (const { id, name, state } of running.rooms) {
      const was = before.rooms.find((room) => room.id === id)?.state;
      if (state === 'failed' && was !== 'failed')
        showToast({ tone: 'warning', words: t('breakout.failed', { name }) }, 0);
    }
    if (!manages) return;
    for (const { room, member, since } of running.help) {
      if (member === me || room === place?.id || before.help.some((call) => call.room === room && call.since === since))
        continue;
      const words = t('breakout.calls', {
        name: everybody[member]?.name ?? '',
        room: running.rooms.find(({ id }) => id === room)?.name ?? '',
      });
      const go = () => void ask(breakout, 'enter', { room }).then((done) => done && ask(breakout, 'helped', { room }));
      showToast({ tone: 'warning', words, action: { label: t('breakout.goThere'), run: go } }, 30);
    }
  });
  useEffect(() => {
    const before = told.current;
    told.current = running;
    if (before !== running) tell(before);
  }, [running]);
  const begun = running?.startedAt;
  const offer = useEffectEvent(() => {
    if (running?.options.choice !== 'free' || manages || place || panel === 'breakout') return;
    const action = { label: t('breakout.choose'), run: () => openPanel('breakout') };
    showToast({ tone: 'good', words: t('breakout.chooseRoom'), action }, 15);
  });
  useEffect(() => {
    if (begun !== undefined) offer();
  }, [begun]);
}

const warnings = [60_000, 10_000] as const;

/** Warns at one minute and at ten seconds before the rooms close. */
function EndWarnings() {
  const { t } = useTranslation();
  const left = useTimeLeft();
  const before = useRef(left);
  const warn = useEffectEvent((was: number, is: number) => {
    const crossed = warnings.find((at) => was > at && is <= at && is > 0);
    if (crossed === undefined) return;
    showToast({ tone: 'warning', words: t('breakout.endsSoon', { count: crossed / 1_000 }) }, 8);
  });
  useEffect(() => {
    if (left !== undefined && before.current !== undefined) warn(before.current, left);
    before.current = left;
  }, [left]);
  return null;
}
