import { presence } from '@plenum/shared/features/presence/contract';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { preferences } from '../../app/preferences/preferences.ts';
import { useMeeting } from '../../app/session.ts';
import { useSignal } from '../../app/preferences/signals.ts';
import { stateOf } from '../../core/store.ts';
import { showToast } from '../../ui/toasts.ts';
import { loadPanel } from './loadPanel.ts';

type Names = Readonly<Record<string, string>>;

/** Arrivals and departures are collected for this long, so that a group makes one message. */
const collectMs = 1_200;

/** Returns the members who came and those who left between two states of the room. */
export function comingAndGoing(
  before: Names,
  now: Names,
): { readonly came: readonly string[]; readonly went: readonly string[] } {
  const missing = (from: Names, other: Names) => Object.keys(from).filter((id) => !Object.hasOwn(other, id));
  return {
    came: missing(now, before).map((id) => now[id] ?? ''),
    went: missing(before, now).map((id) => before[id] ?? ''),
  };
}

/** Announces who comes and goes, in writing and for screen readers; can be switched off. */
export function ComingAndGoing() {
  const { t } = useTranslation();
  const members = useMeeting((state) => stateOf(state, presence).members);
  const signal = useEffectEvent(useSignal());
  const sees = useMeeting(({ me }) => me.abilities.includes('memberSee'));
  const saw = useRef(sees);
  const told = useRef<Names>(undefined);
  useEffect(() => {
    // Loads the panel in advance; after a failure here, opening the panel shows the fault.
    loadPanel().catch(() => undefined);
  }, []);
  useEffect(() => {
    const names = Object.fromEntries(Object.values(members).map(({ id, name }) => [id, name]));
    // A member who becomes hidden has not left, and one who becomes visible has not come.
    if (saw.current !== sees) told.current = names;
    saw.current = sees;
    told.current ??= names;
    const timer = setTimeout(() => {
      const { came, went } = comingAndGoing(told.current ?? names, names);
      told.current = names;
      if (came.length > 0) signal('join');
      if (!preferences.getState().announceJoins) return;
      if (came.length > 0)
        showToast(
          {
            tone: 'calm',
            words:
              came.length === 1
                ? t('meeting.joined', { name: came[0] })
                : t('meeting.joinedMany', { count: came.length }),
          },
          4,
        );
      if (went.length > 0)
        showToast(
          {
            tone: 'calm',
            words:
              went.length === 1
                ? t('meeting.leftRoom', { name: went[0] })
                : t('meeting.leftMany', { count: went.length }),
          },
          4,
        );
    }, collectMs);
    return () => clearTimeout(timer);
  }, [members, sees, t]);
  return null;
}
