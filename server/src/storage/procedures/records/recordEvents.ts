import type { RecordingRow } from '../../recordRows.ts';
import type { Database } from '../procedure.ts';

/** Writes that a program's meeting was made or ended, in the transaction in which it happens. */
export async function tellOfMeeting(
  database: Database,
  what: 'meetingCreated' | 'meetingEnded',
  room: string,
  at: number,
): Promise<void> {
  await database.insertInto('record_events').values({ what, about: room, room, at, details: '{}' }).execute();
}

/** Writes what happened to a recording, in the transaction in which it happens; the hooks read it. */
export async function tellOfRecording(
  database: Database,
  { id: about, room, title, space, organisation, started_at: startedAt, duration }: RecordingRow,
  what: 'ready' | 'published' | 'unpublished' | 'deleted',
  at: number,
): Promise<void> {
  const home = database
    .selectFrom('spaces')
    .select('title')
    .where('id', '=', space ?? '');
  const spaceTitle = (await home.executeTakeFirst())?.title ?? '';
  const details = JSON.stringify({ title, space, spaceTitle, organisation, startedAt, duration });
  await database.insertInto('record_events').values({ what, about, room, at, details }).execute();
}
