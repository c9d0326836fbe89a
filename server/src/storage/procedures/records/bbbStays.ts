import type { Step } from '../../recordPorts.ts';
import type { BbbMeetingRow } from '../../recordRows.ts';
import type { Database } from '../procedure.ts';
import { peopleIn, use } from './usage.ts';

async function meetingOf(database: Database, room: string): Promise<BbbMeetingRow | undefined> {
  return database.selectFrom('bbb_meetings').selectAll().where('room', '=', room).executeTakeFirst();
}

/** Follows a person into a meeting of BigBlueButton's API, and counts it for the organisation. Does nothing for another room. */
export async function bbbJoined(
  database: Database,
  room: string,
  { at, member }: Pick<Extract<Step, { is: 'joined' }>, 'at' | 'member'>,
): Promise<void> {
  const meeting = await meetingOf(database, room);
  if (!meeting) return;
  const { owner, people, started_at: before } = meeting;
  // A person who came by the room's own link was sent by no program: the row is for the count alone.
  const own = { token_hash: `${room} ${member}`, room, member, user_id: member, details: '{}' };
  await database
    .insertInto('bbb_sessions')
    .values({ ...own, created_at: at, joined_at: at })
    .onConflict((conflict) => conflict.columns(['room', 'member']).doUpdateSet({ joined_at: at }))
    .execute();
  await database
    .updateTable('bbb_meetings')
    .set({ people: people + 1, ...(before === null && { started_at: at }) })
    .where('room', '=', room)
    .execute();
  if (owner === '') return;
  await use(database, owner, at, {
    people: (await peopleIn(database, owner)).people,
    ...(people === 0 && { meetings: 1 }),
  });
}

/** Follows one person, or all, out of such a meeting. */
export async function bbbLeft(database: Database, room: string, at: number, member: string | undefined): Promise<void> {
  const meeting = await meetingOf(database, room);
  if (!meeting) return;
  let here = database
    .selectFrom('bbb_sessions')
    .select(['member', 'joined_at'])
    .where('room', '=', room)
    .where('joined_at', 'is not', null);
  if (member !== undefined) here = here.where('member', '=', member);
  const stays = await here.execute();
  if (stays.length === 0) return;
  const gone = stays.map((stay) => stay.member);
  await database
    .updateTable('bbb_sessions')
    .set({ joined_at: null })
    .where('room', '=', room)
    .where('member', 'in', gone)
    .execute();
  const people = Math.max(0, meeting.people - stays.length);
  await database.updateTable('bbb_meetings').set({ people }).where('room', '=', room).execute();
  const ms = stays.reduce((sum, { joined_at: joined }) => sum + Math.max(0, at - (joined ?? at)), 0);
  if (meeting.owner !== '') await use(database, meeting.owner, at, { ms });
}
