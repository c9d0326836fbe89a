import { presence } from '@plenum/shared/features/presence/contract';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting, useSession } from '../../app/session.ts';
import { useSignal } from '../../app/preferences/signals.ts';
import { usePanelNews } from '../../app/meeting/panel/usePanelNews.ts';
import { stateOf } from '../../core/store.ts';
import { announce } from '../../ui/Announcer.tsx';
import { showToast } from '../../ui/toasts.ts';
import { newHands, whatHappenedToMe } from './news.ts';
import { mayManage, placeOf, useQueue } from './queue.ts';

/** Tells a member the news of their hand, everybody who has the floor, and members who manage hands the new hands. */
export function HandWatcher() {
  const { t } = useTranslation();
  const session = useSession();
  const signal = useSignal();
  const now = useQueue();
  const me = useMeeting((state) => state.me.id);
  const news = usePanelNews('hand');
  const told = useRef(now);
  const nameOf = (member: string) =>
    stateOf(session.store.getState(), presence).members[member]?.name ?? t('app.somebody');
  const tellHands = (members: readonly string[]) => {
    const [first] = members;
    if (first === undefined) return;
    const words =
      members.length === 1
        ? t('hand.raisedBy', { name: nameOf(first) })
        : t('hand.raisedMany', { count: members.length });
    // A screen reader reads the toast too.
    if (mayManage(session.store.getState())) signal('hand');
    if (mayManage(session.store.getState())) news.say(first, { tone: 'calm', words, label: t('hand.show') });
    else announce(words);
  };
  const tell = useEffectEvent((before: typeof now) => {
    const mine = whatHappenedToMe(before, now, me);
    if (mine.kind === 'called') {
      showToast({ tone: 'good', words: t('hand.youHaveFloor') });
      signal('hand');
    }
    if (mine.kind === 'raised') announce(t('hand.yourPlace', { place: mine.place }));
    if (mine.kind === 'lowered') announce(t('hand.loweredForYou'));
    if (now.floor && now.floor.member !== me && now.floor.member !== before.floor?.member) {
      announce(t('hand.othersFloor', { name: nameOf(now.floor.member) }));
    }
    for (const { member } of before.queue) if (placeOf(now, member).kind !== 'waiting') news.drop(member);
    const known = stateOf(session.store.getState(), presence).members;
    tellHands(newHands(before, now).filter((member) => member !== me && known[member] !== undefined));
  });
  useEffect(() => {
    const before = told.current;
    told.current = now;
    if (before !== now) tell(before);
  }, [now]);
  return null;
}
