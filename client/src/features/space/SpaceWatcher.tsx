import { space } from '@plenum/shared/features/space/contract';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useHomeMeeting } from '../../app/stayContext.ts';
import { stateOf } from '../../core/store.ts';
import { showToast } from '../../ui/toasts.ts';

/** How long the welcome of a space is shown, in seconds. */
const welcomeSeconds = 20;

/** Shows the welcome of the space on entering, and what the people who run the server say to the meeting. */
export function SpaceWatcher() {
  const { t } = useTranslation();
  const welcome = useHomeMeeting((state) => {
    const { opening, hosted } = stateOf(state, space) ?? {};
    return opening?.welcome ?? hosted?.welcome ?? '';
  });
  const toStaff = useHomeMeeting((state) => stateOf(state, space)?.hosted?.staffWelcome ?? '');
  const said = useHomeMeeting((state) => stateOf(state, space)?.announcement);
  const isWelcomed = useRef(false);
  const saidBefore = useRef(said?.at);
  const greet = useEffectEvent((words: string) => {
    if (words === '' || isWelcomed.current) return;
    isWelcomed.current = true;
    showToast({ tone: 'calm', words }, welcomeSeconds);
  });
  const instruct = useEffectEvent((words: string) => {
    if (words !== '') showToast({ tone: 'calm', words: t('space.toStaff', { words }) }, welcomeSeconds);
  });
  const tell = useEffectEvent((now: typeof said) => {
    if (now === undefined || now.at === saidBefore.current) return;
    saidBefore.current = now.at;
    showToast({ tone: 'warning', words: t('space.fromOperators', { words: now.words }) }, 0);
  });
  useEffect(() => greet(welcome), [welcome]);
  useEffect(() => instruct(toStaff), [toStaff]);
  useEffect(() => tell(said), [said]);
  return null;
}
