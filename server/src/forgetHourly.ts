import { inBackground } from '@plenum/shared/core/background';
import type { Records } from './records/Records.ts';
import type { Clock, RoomReport } from './room/ports.ts';

interface Forgetting {
  readonly records: Records;
  readonly clock: Clock;
  readonly report: RoomReport;
}

/** Forgets every hour, and at the start, what records keep for a time only. The returned function stops it. */
export function forgetHourly({ records, clock, report }: Forgetting): () => void {
  let stop = () => {};
  const forget = () => {
    const forgotten = Promise.all([records.operators.forgetOld(clock.now()), records.recordings.eraseDue(clock.now())]);
    inBackground(forgotten, (error) => report.failed('-', 'forgetting old rows', error));
    stop = clock.after(3_600_000, forget);
  };
  forget();
  return () => stop();
}
