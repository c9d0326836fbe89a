import type { Sitting } from '@plenum/shared/features/duration/contract';

type DurationNews = 'nothing' | 'extended' | 'warned' | 'closing' | 'pollWaits';

/** What is news between two states of one sitting. */
export function newsOf(before: Sitting, now: Sitting): DurationNews {
  if (now.since !== before.since) return 'nothing';
  if (now.extended > before.extended) return 'extended';
  if (now.poll === 'waits' && before.poll !== 'waits') return 'pollWaits';
  if (now.closesAt !== undefined && now.closesAt !== before.closesAt) return 'closing';
  return now.warned && !before.warned ? 'warned' : 'nothing';
}
