import { lobby } from '@plenum/shared/features/lobby/contract';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { useSignal } from '../../app/preferences/signals.ts';
import { stateOf } from '../../core/store.ts';
import { announce } from '../../ui/Announcer.tsx';

/** Announces waiting people to members who may let them in, for screen readers and by a sound; `LobbyNotice` shows them. */
export function LobbyWatcher() {
  const { t } = useTranslation();
  const waiting = useMeeting((state) => stateOf(state, lobby).waiting);
  const signal = useSignal();
  const told = useRef<typeof waiting>({});
  const tell = useEffectEvent((before: typeof waiting) => {
    const [first, ...more] = Object.values(waiting).filter(({ id }) => !Object.hasOwn(before, id));
    if (!first) return;
    signal('hand');
    const words =
      more.length === 0 ? t('lobby.knocks', { name: first.name }) : t('lobby.manyKnock', { count: more.length + 1 });
    announce(words);
  });
  useEffect(() => {
    const before = told.current;
    told.current = waiting;
    if (before !== waiting) tell(before);
  }, [waiting]);
  return null;
}
