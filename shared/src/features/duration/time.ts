import type { DurationLimit, Sitting } from './contract.ts';
import { durationLimits } from './limits.ts';

/** Returns when the meeting ends for everyone, epoch ms, as it stands now. */
export function endOf({ closesAt, endsAt }: Sitting): number {
  return closesAt ?? endsAt;
}

/** Returns when the server acts next, epoch ms: warns or ends the meeting. Undefined while the room is empty. */
export function nextActOf({ closesAt, endsAt, warned, emptySince }: Sitting): number | undefined {
  if (emptySince !== undefined) return undefined;
  return closesAt ?? endsAt - (warned ? durationLimits.noticeMs : durationLimits.warnMs);
}

/** Returns the minutes by which the sitting can still be extended. */
export function extendableBy({ extendable }: DurationLimit, { extended }: Sitting): number {
  return Math.max(0, extendable - extended);
}
