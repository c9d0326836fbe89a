import { checksumAlgorithms, type SharedSecret } from '../gateway/http/bbb/checksum.ts';
import type { BbbParts, BbbSettings } from '../gateway/http/bbb/ports.ts';
import type { Records } from '../records/Records.ts';
import type { Clock, RoomReport } from '../room/ports.ts';

interface Options extends Pick<BbbParts, 'version' | 'publicHost'> {
  readonly settings: BbbSettings | undefined;
  readonly records: Records;
  readonly clock: Clock;
  readonly report: RoomReport;
  readonly hooks: { readonly bbb: BbbParts['hooks'] };
}

/** The secrets that are valid now. */
export async function bbbSecretsOf(
  settings: BbbSettings | undefined,
  { bbbSecrets }: Pick<Records, 'bbbSecrets'>,
  clock: Pick<Clock, 'monotonic'>,
): Promise<readonly SharedSecret[]> {
  const own = settings?.secret === undefined ? [] : [{ owner: '', secret: settings.secret }];
  return [...own, ...(await bbbSecrets.valid(clock.monotonic()))];
}

/** What BigBlueButton's API works with. */
export function bbbPartsOf({
  settings,
  records,
  clock,
  report,
  version,
  publicHost,
  hooks: { bbb: hooks },
}: Options): BbbParts {
  const { checksums = checksumAlgorithms } = settings ?? {};
  return {
    secrets: () => bbbSecretsOf(settings, records, clock),
    hooks,
    checksums,
    version,
    publicHost,
    failed: (what, error) => void report.failed('-', what, error),
  };
}
