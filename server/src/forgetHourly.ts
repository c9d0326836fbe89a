import { inBackground } from '@plenum/shared/core/background';
import type { Records } from './records/Records.ts';
import type { Clock, RoomReport } from './room/ports.ts';

interface Parts {
  readonly records: Records;
  readonly clock: Clock;
  readonly report: RoomReport;
  /** Takes the members of deleted accounts out of the rooms in which nobody is now. */
  readonly seats: () => Promise<void>;
}

/** Forgets every hour, and at the start, what records keep for a time only. The returned function stops it. */
export function forgetHourly({ records, clock, report, seats }: Parts): () => void {
  let stop = () => {};
  const forget = () => {
    const now = clock.now();
    const forgotten = Promise.all([records.operators.forgetOld(now), records.recordings.eraseDue(now), seats()]);
    inBackground(forgotten, (error) => report.failed('-', 'forgetting old rows', error));
    stop = clock.after(3_600_000, forget);
  };
  forget();
  return () => stop();
}
