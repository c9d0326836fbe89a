import { useEffect, useEffectEvent } from 'react';
import { preferences } from '../../app/preferences/preferences.ts';
import { isTyping } from '../../app/preferences/useHotkey.ts';
import { signOf } from '../../ui/signOf.ts';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { speeds } from '../../core/playback/clock.ts';
import { switchFullScreen } from '../../ui/fullScreen.ts';
import type { Playback } from './Playback.ts';
import { usePlayback } from './playbackContext.ts';
import { useDesk } from './playerDesk.ts';

/** How far the keys move, in ms. */
const stepMs = 5_000;
const leapMs = 10_000;
const speedStep = 0.25;

/** Binds the keys of the player while it is on the page. Signs are off when the person has switched shortcuts off. */
export function useKeys(): void {
  const playback = usePlayback();
  const { store } = useDesk();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const run = actOf(event, playback, () =>
      store.setState(({ showsCaptions }) => ({ showsCaptions: !showsCaptions })),
    );
    if (!run) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}

function actOf(event: KeyboardEvent, playback: Playback, captions: () => void): (() => void) | undefined {
  const { clock } = playback;
  const by = (ms: number) => () => clock.seek(clock.now + ms);
  const { target } = event;
  const on = (selector: string) => target instanceof Element && target.closest(selector) !== null;
  // Arrows choose a tab, and Space presses what has the focus.
  if (!on('[role="tablist"]')) {
    if (event.key === 'ArrowRight') return by(stepMs);
    if (event.key === 'ArrowLeft') return by(-stepMs);
  }
  if (event.key === ' ' && !on('button, a, summary, [role="tab"], [role="switch"]')) return () => clock.toggle();
  if (!preferences.getState().shortcuts || event.repeat) return undefined;
  const sign = signOf(event);
  if (/^\d$/.test(sign)) return () => clock.seek((clock.duration * Number(sign)) / 10);
  const speed = (change: number) => () => clock.setRate(clock.store.getState().rate + change);
  const acts: Readonly<Record<string, () => void>> = {
    K: () => clock.toggle(),
    J: by(-leapMs),
    L: by(leapMs),
    ',': () => clock.seek(strokeBeside(playback, -1)),
    '.': () => clock.seek(strokeBeside(playback, 1)),
    '<': speed(-speedStep),
    '>': speed(speedStep),
    C: captions,
    M: () => playback.deck.setVolume(playback.deck.store.getState().volume > 0 ? 0 : 1),
    F: () => switchFullScreen(document.fullscreenElement ? undefined : document.documentElement),
  };
  return Object.hasOwn(acts, sign) ? acts[sign] : undefined;
}

/** The time of the drawing before or after the present one. */
function strokeBeside({ session, clock }: Pick<Playback, 'session' | 'clock'>, way: 1 | -1): number {
  const changes = session.lines.filter(
    (line) => line.is === 'event' && line.meta !== undefined && line.name.startsWith(`${whiteboard.name}:`),
  );
  const { now } = clock;
  const found = way > 0 ? changes.find(({ at }) => at > now + 1) : changes.findLast(({ at }) => at < now - 1);
  // Before the first one, the page without it is wanted.
  return found?.at ?? (way > 0 ? now : Math.max(0, (changes[0]?.at ?? 1) - 1));
}

/** The speeds on offer. */
export const offeredSpeeds: readonly number[] = [speeds.slowest, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, speeds.fastest];
