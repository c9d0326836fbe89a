import { checksumAlgorithms } from '../gateway/http/bbb/checksum.ts';
import type { BbbParts, BbbSettings } from '../gateway/http/bbb/ports.ts';
import type { Records } from '../records/Records.ts';
import type { Clock, RoomReport } from '../room/ports.ts';

interface Options extends Pick<BbbParts, 'version' | 'publicHost'> {
  readonly settings: BbbSettings | undefined;
  readonly records: Records;
  readonly clock: Clock;
  readonly report: RoomReport;
}

/** What BigBlueButton's API works with. */
export function bbbPartsOf({ settings, records, clock, report, version, publicHost }: Options): BbbParts {
  const { secret, checksums = checksumAlgorithms } = settings ?? {};
  const own = secret === undefined ? [] : [{ owner: '', secret }];
  return {
    secrets: async () => [...own, ...(await records.bbbSecrets.valid(clock.monotonic()))],
    checksums,
    version,
    publicHost,
    failed: (what, error) => void report.failed('-', what, error),
  };
}
