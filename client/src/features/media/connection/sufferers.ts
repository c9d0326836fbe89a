import type { MemberId } from '@plenum/shared/core/ids';
import { media, type Quality } from '@plenum/shared/features/media/contract';
import { mediaLimits } from '@plenum/shared/features/media/limits';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { perSession } from '../../../app/perSession.ts';
import { type MeetingSession, useSession } from '../../../app/session.ts';

interface Report {
  readonly quality: Quality;
  /** Epoch ms. */
  readonly at: number;
}

type Sufferers = Readonly<Record<MemberId, Report>>;

/** The members whose connection is not good, for a moderator. */
const sufferersOf = perSession((_session: MeetingSession) =>
  createStore<{ readonly of: Sufferers }>(() => ({ of: {} })),
);

/** Two reports may be lost before a member is forgotten. */
const keptMs = 3 * mediaLimits.reportMs;

/** Keeps what members report of their connections; a member who reports no more is forgotten. */
export function useReports(): void {
  const session = useSession();
  useEffect(() => {
    const store = sufferersOf(session);
    const change = (keep: (member: MemberId, report: Report) => boolean, more: Sufferers = {}) =>
      store.setState(({ of }) => ({
        of: { ...Object.fromEntries(Object.entries(of).filter(([member, report]) => keep(member, report))), ...more },
      }));
    const stop = session.onVolatile(media, 'suffers', ({ member, quality }) =>
      change((id) => id !== member, quality === 'good' ? {} : { [member]: { quality, at: Date.now() } }),
    );
    const timer = setInterval(() => {
      const since = Date.now() - keptMs;
      if (Object.values(store.getState().of).some(({ at }) => at < since)) change((_id, { at }) => at >= since);
    }, mediaLimits.reportMs);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [session]);
}

/** The connections that are not good, by member; empty for members who manage nobody. */
export function useSufferers(): Sufferers {
  return useStore(sufferersOf(useSession()), ({ of }) => of);
}

/** Reports the own connection when it changes, and from time to time while it is not good. */
export function useReporting(quality: Quality): void {
  const session = useSession();
  const isGood = quality === 'good';
  useEffect(() => {
    if (isGood) return;
    const report = () => session.tell(media, 'report', { quality });
    report();
    const timer = setInterval(report, mediaLimits.reportMs);
    return () => clearInterval(timer);
  }, [session, quality, isGood]);
  useEffect(() => {
    if (isGood) return;
    return () => session.tell(media, 'report', { quality: 'good' });
  }, [session, isGood]);
}
