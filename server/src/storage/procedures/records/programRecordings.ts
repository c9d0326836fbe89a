import type { BbbMeetingRow, OrganisationRow, RecordingRow } from '../../recordRows.ts';
import * as z from 'zod/mini';
import type { Database } from '../procedure.ts';

const Parameters = z.record(z.string(), z.string());

/** The meeting of a program in a room; undefined for every other room. */
export async function programMeetingIn(database: Database, room: string): Promise<BbbMeetingRow | undefined> {
  return database.selectFrom('bbb_meetings').selectAll().where('room', '=', room).executeTakeFirst();
}

/** The organisation whose secret made a meeting; undefined for the secret of the server. */
export async function organisationOf(database: Database, owner = ''): Promise<OrganisationRow | undefined> {
  return database.selectFrom('organisations').selectAll().where('id', '=', owner).executeTakeFirst();
}

/** Keeps what the program knows of a meeting with its recording. Does nothing for a recording that goes on after a restart. */
export async function rememberForProgram(database: Database, id: string, meeting: BbbMeetingRow): Promise<void> {
  const { owner, internal_id: internalId } = meeting;
  const known = database.selectFrom('bbb_recordings').select('id').where('id', '=', id);
  if (await known.executeTakeFirst()) return;
  const parameters = Parameters.parse(JSON.parse(meeting.parameters));
  const metadata = Object.entries(parameters).flatMap(([name, value]) => {
    const key = /^meta_([a-zA-Z][a-zA-Z0-9-]*)$/.exec(name)?.[1]?.toLowerCase();
    return key === undefined ? [] : [[key, value] as const];
  });
  const sequence = Number(parameters['sequence'] ?? Number.NaN);
  const row = {
    id,
    owner,
    internal_id: internalId,
    meeting_id: meeting.meeting_id,
    name: meeting.name,
    parent: meeting.parent,
    sequence: Number.isSafeInteger(sequence) ? sequence : null,
    free_join: parameters['freeJoin']?.toLowerCase() === 'true' ? (1 as const) : (0 as const),
    participants: 0,
    metadata: JSON.stringify(Object.fromEntries(metadata)),
  };
  // Two recordings of one meeting may begin at once, in its breakout rooms: the index lets one of them have the number.
  for (let number = (await countOf(database, owner, internalId)) + 1; ; number += 1) {
    const made = database.insertInto('bbb_recordings').values({ ...row, record_id: recordIdOf(internalId, number) });
    const claimed = made.onConflict((conflict) => conflict.doNothing());
    const { numInsertedOrUpdatedRows: count } = await claimed.executeTakeFirstOrThrow();
    if (count === 1n) return;
  }
}

/** The first recording has the id of its meeting, by which programs look for it (decision 0203). */
function recordIdOf(internalId: string, number: number): string {
  return number === 1 ? internalId : `${internalId}-${number}`;
}

async function countOf(database: Database, owner: string, internalId: string): Promise<number> {
  const all = database.selectFrom('bbb_recordings').where('owner', '=', owner).where('internal_id', '=', internalId);
  const { count } = await all.select((is) => is.fn.countAll().as('count')).executeTakeFirstOrThrow();
  return Number(count);
}

/** Writes how many persons came to the meeting of a recording. @returns false for a recording of no program */
export async function countForProgram(database: Database, { id }: Pick<RecordingRow, 'id'>): Promise<boolean> {
  const row = database.selectFrom('bbb_recordings').selectAll().where('id', '=', id);
  const found = await row.executeTakeFirst();
  if (!found) return false;
  const users = await database
    .selectFrom('bbb_sessions')
    .innerJoin('bbb_meetings', 'bbb_meetings.room', 'bbb_sessions.room')
    .select('bbb_sessions.user_id')
    .distinct()
    .where('bbb_meetings.owner', '=', found.owner)
    .where('bbb_meetings.internal_id', '=', found.internal_id)
    .execute();
  const set = { participants: Math.max(found.participants, users.length) };
  await database.updateTable('bbb_recordings').set(set).where('id', '=', id).execute();
  return true;
}
