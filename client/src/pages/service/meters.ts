import type { Organisation, Usage } from '@plenum/shared/api/organisation/contract';
import { boundOf } from '@plenum/shared/api/tier/limits';

/** How much of a limit is in use. */
export interface Meter {
  readonly limit: 'spaces' | 'hostAccounts';
  readonly used: number;
  /** Undefined: without a bound. */
  readonly most: number | undefined;
}

/** The meters of an organisation. A limit of none is left out: the one account of a person needs no host account. */
export function metersOf({ tier, agreed, spaces, hostAccounts }: Organisation): readonly Meter[] {
  const most = (limit: Meter['limit']) => boundOf(tier.limits, agreed, limit);
  const meters: readonly Meter[] = [
    { limit: 'spaces', used: spaces, most: most('spaces') },
    { limit: 'hostAccounts', used: hostAccounts, most: most('hostAccounts') },
  ];
  return meters.filter(({ most: bound }) => bound !== 0);
}

/** The share of a limit that is in use, from 0 to 1; undefined without a bound. */
export function shareOf({ used, most }: Meter): number | undefined {
  if (most === undefined) return undefined;
  return most === 0 ? 1 : Math.min(1, used / most);
}

/** The hours of all people together, with one digit below ten. */
export function personHours({ participantMinutes }: Pick<Usage, 'participantMinutes'>): number {
  const hours = participantMinutes / 60;
  return hours < 10 ? Math.round(hours * 10) / 10 : Math.round(hours);
}
