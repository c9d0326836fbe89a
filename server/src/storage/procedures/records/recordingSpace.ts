import type { Reserved } from '../../recordPorts.ts';
import type { OrganisationRow } from '../../recordRows.ts';
import type { Database } from '../procedure.ts';
import { boundFor } from './tiers.ts';

/** The bytes of all recordings of an organisation, those in the bin included. `but`: a recording that counts itself. */
export async function bytesOf(database: Database, organisation: string, but = ''): Promise<number> {
  const row = await database
    .selectFrom('recordings')
    .select((is) => is.fn.coalesce(is.fn.sum('bytes'), is.lit(0)).as('bytes'))
    .where('organisation', '=', organisation)
    .where('id', '!=', but)
    .executeTakeFirst();
  return Number(row?.bytes ?? 0);
}

/** A recording gets so many bytes at once: a quarter of what is left, within these bounds. */
const [leastAtOnce, mostAtOnce] = [4 * 1024 * 1024, 32 * 1024 * 1024];

/** The bytes of all recordings of an organisation but one; a running one counts with all that it may write. */
export async function promisedOf(database: Database, organisation: string, but: string): Promise<number> {
  const row = await database
    .selectFrom('recordings')
    .select((is) => {
      const larger = is
        .case()
        .when('reserved', '>', is.ref('bytes'))
        .then(is.ref('reserved'))
        .else(is.ref('bytes'))
        .end();
      return is.fn.coalesce(is.fn.sum(larger), is.lit(0)).as('bytes');
    })
    .where('organisation', '=', organisation)
    .where('id', '!=', but)
    .executeTakeFirst();
  return Number(row?.bytes ?? 0);
}

/** Lets a recording of a locked organisation write more; undefined without a bound. */
export async function reserveFor(
  database: Database,
  owner: OrganisationRow,
  { id, bytes }: { readonly id: string; readonly bytes: number },
): Promise<Reserved | undefined> {
  const most = await boundFor(database, owner, 'recordingBytes');
  if (most === undefined) return undefined;
  const left = Math.max(0, most - bytes - (await promisedOf(database, owner.id, id)));
  const more = Math.min(left, Math.max(leastAtOnce, Math.min(left / 4, mostAtOnce)));
  const used = (await bytesOf(database, owner.id, id)) + bytes;
  return { bytes: used, most, upTo: bytes + Math.floor(more) };
}
