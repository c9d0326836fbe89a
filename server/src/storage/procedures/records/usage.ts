import { sql } from 'kysely';
import type { Database } from '../procedure.ts';

/** The month of a time, in UTC: `2026-11`. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

/** Adds to the usage of an organisation in a month. */
export async function use(
  database: Database,
  organisation: string,
  at: number,
  { meetings = 0, ms = 0, people = 0, bytes = 0 }: { meetings?: number; ms?: number; people?: number; bytes?: number },
): Promise<void> {
  await database
    .insertInto('usage')
    .values({ organisation, month: monthOf(at), meetings, participant_ms: ms, peak: people, bytes })
    .onConflict((conflict) =>
      conflict.columns(['organisation', 'month']).doUpdateSet({
        meetings: sql`usage.meetings + ${meetings}`,
        participant_ms: sql`usage.participant_ms + ${ms}`,
        bytes: sql`usage.bytes + ${bytes}`,
        peak: sql`case when usage.peak < ${people} then ${people} else usage.peak end`,
      }),
    )
    .execute();
}

/** The people in all running meetings of an organisation, those of BigBlueButton's API among them. */
export async function peopleIn(
  database: Database,
  organisation: string,
): Promise<{ meetings: number; people: number }> {
  const row = await database
    .selectFrom('meetings')
    .select((is) => [is.fn.countAll().as('meetings'), is.fn.coalesce(is.fn.sum('people'), is.lit(0)).as('people')])
    .where('organisation', '=', organisation)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  const sent = await database
    .selectFrom('bbb_meetings')
    .select((is) => [is.fn.countAll().as('meetings'), is.fn.coalesce(is.fn.sum('people'), is.lit(0)).as('people')])
    .where('owner', '=', organisation)
    .where('people', '>', 0)
    .executeTakeFirst();
  return {
    meetings: Number(row?.meetings ?? 0) + Number(sent?.meetings ?? 0),
    people: Number(row?.people ?? 0) + Number(sent?.people ?? 0),
  };
}
