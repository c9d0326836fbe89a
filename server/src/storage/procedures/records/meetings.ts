import { Role } from '@plenum/shared/core/abilities';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import { sql } from 'kysely';
import type { Step } from '../../recordPorts.ts';
import type { MeetingRow } from '../../recordRows.ts';
import { type AboutRoom, change, type Database, question } from '../procedure.ts';
import { requireSpace } from './spaces.ts';
import { requireIn } from './standing.ts';
import { bbbJoined, bbbLeft } from './bbbStays.ts';
import { monthOf, peopleIn, use } from './usage.ts';

const pageLength = 50;
const mostStays = 5_000;
const mostMonths = 24;

async function openMeeting(database: Database, room: string): Promise<MeetingRow | undefined> {
  return database
    .selectFrom('meetings')
    .selectAll()
    .where('room', '=', room)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

async function write(database: Database, id: string, set: Partial<Omit<MeetingRow, 'id'>>): Promise<void> {
  await database.updateTable('meetings').set(set).where('id', '=', id).execute();
}

/** True for a member whose account was deleted. */
async function isForgotten(database: Database, member: string): Promise<boolean> {
  const seat = database.selectFrom('seat_accounts').select('account').where('member', '=', member);
  return (await seat.executeTakeFirst())?.account === '';
}

async function onJoined(database: Database, room: string, step: Extract<Step, { is: 'joined' }>): Promise<void> {
  const { at, member, role, seq } = step;
  const name = (await isForgotten(database, member)) ? '' : step.name;
  let meeting = await openMeeting(database, room);
  if (!meeting) {
    const space = await database
      .selectFrom('rooms')
      .innerJoin('spaces', 'spaces.id', 'rooms.space')
      .select(['spaces.id', 'spaces.organisation', 'spaces.title'])
      .where('rooms.id', '=', room)
      .executeTakeFirst();
    if (!space) return bbbJoined(database, room, step);
    const { id, organisation, title } = space;
    const begun = { started_at: at, ended_at: null, people: 0, peak: 0, participant_ms: 0 };
    meeting = { id: `${room}-${seq}`, space: id, organisation, room, title, ...begun };
    await database.insertInto('meetings').values(meeting).execute();
    await use(database, organisation, at, { meetings: 1 });
  }
  const stay = { meeting: meeting.id, member, name, role, joined_at: at, left_at: null };
  await database.insertInto('attendances').values(stay).execute();
  const people = meeting.people + 1;
  await write(database, meeting.id, { people, peak: Math.max(meeting.peak, people) });
  await use(database, meeting.organisation, at, { people: (await peopleIn(database, meeting.organisation)).people });
}

/** Ends the stays of one member or of all. */
async function onLeft(database: Database, room: string, at: number, member: string | undefined): Promise<void> {
  const meeting = await openMeeting(database, room);
  if (!meeting) return bbbLeft(database, room, at, member);
  let here = database
    .selectFrom('attendances')
    .select(['member', 'joined_at'])
    .where('meeting', '=', meeting.id)
    .where('left_at', 'is', null);
  if (member !== undefined) here = here.where('member', '=', member);
  const stays = await here.execute();
  const ms = stays.reduce((sum, { joined_at: joined }) => sum + Math.max(0, at - joined), 0);
  let ending = database
    .updateTable('attendances')
    .set({ left_at: at })
    .where('meeting', '=', meeting.id)
    .where('left_at', 'is', null);
  if (member !== undefined) ending = ending.where('member', '=', member);
  await ending.execute();
  const people = Math.max(0, meeting.people - stays.length);
  const ended = people === 0 ? { ended_at: at } : {};
  await write(database, meeting.id, { people, participant_ms: meeting.participant_ms + ms, ...ended });
  await use(database, meeting.organisation, at, { ms });
}

/** How long it is remembered whose seat a ticket was for, when nobody came with it, in ms. */
const unusedMs = 24 * 3_600_000;

/** The meetings of spaces, and what organisations used. */
export const meetings = {
  /** Remembers the account of a member who gets a ticket, so that deleting the account takes the name out of the history. */
  remember: change(
    async (
      database,
      { member, account, at }: { readonly member: string; readonly account: string; readonly at: number },
    ): Promise<void> => {
      await database.insertInto('seat_accounts').values({ member, account, at }).execute();
    },
  ),

  /** The stays of an account in the meetings of all spaces, newest first, for the export of its data. */
  ofAccount: question(async (database, { account }: { readonly account: string }) => {
    const rows = database
      .selectFrom('seat_accounts')
      .innerJoin('attendances', 'attendances.member', 'seat_accounts.member')
      .innerJoin('meetings', 'meetings.id', 'attendances.meeting')
      .select(['meetings.title', 'attendances.name', 'attendances.role', 'joined_at as joinedAt', 'left_at as leftAt'])
      .where('account', '=', account);
    return rows.orderBy('joined_at', 'desc').limit(mostStays).execute();
  }),

  /** Forgets the accounts of members who never came, and of those whose meetings were erased. */
  forgetSeats: change(async (database, { now }: { readonly now: number }): Promise<void> => {
    const stay = sql`select 1 from attendances where attendances.member = seat_accounts.member`;
    const old = database.deleteFrom('seat_accounts').where('at', '<', now - unusedMs);
    await old.where(sql<boolean>`not exists (${stay})`).execute();
  }),

  /** Writes what the log of a room says about who came and went; in one transaction with the cursor of the reader. */
  follow: change(async (database, { room, steps }: AboutRoom & { readonly steps: readonly Step[] }): Promise<void> => {
    for (const step of steps) {
      if (step.is === 'joined') await onJoined(database, room, step);
      else if (step.is === 'left') await onLeft(database, room, step.at, step.member);
      else if (step.is === 'allLeft') await onLeft(database, room, step.at, undefined);
      else if (!(await isForgotten(database, step.member))) {
        const meeting = await openMeeting(database, room);
        const named = database.updateTable('attendances').set({ name: step.name }).where('member', '=', step.member);
        if (meeting) await named.where('meeting', '=', meeting.id).where('left_at', 'is', null).execute();
      }
    }
  }),

  /** Counts the bytes of files that were brought into a room of a space; does nothing for another room. */
  bring: change(
    async (
      database,
      { room, bytes, at }: AboutRoom & { readonly bytes: number; readonly at: number },
    ): Promise<void> => {
      const space = database.selectFrom('rooms').innerJoin('spaces', 'spaces.id', 'rooms.space');
      const found = await space.select('spaces.organisation').where('rooms.id', '=', room).executeTakeFirst();
      const sent = database
        .selectFrom('bbb_meetings')
        .select('owner')
        .where('room', '=', room)
        .where('owner', '!=', '');
      const organisation = found?.organisation ?? (await sent.executeTakeFirst())?.owner;
      if (organisation !== undefined) await use(database, organisation, at, { bytes });
    },
  ),

  page: question(
    async (
      database,
      { acting, space, before }: { acting: Acting; space: string; before?: number | undefined },
    ): Promise<{ rows: MeetingRow[]; more: boolean }> => {
      await requireSpace(database, acting, space, 'readMeetings');
      let rows = database.selectFrom('meetings').selectAll().where('space', '=', space);
      if (before !== undefined) rows = rows.where('started_at', '<', before);
      const found = await rows
        .orderBy('started_at', 'desc')
        .limit(pageLength + 1)
        .execute();
      return { rows: found.slice(0, pageLength), more: found.length > pageLength };
    },
  ),

  /** @throws AppError `notFound` also for a meeting that the asker may not know of */
  read: question(async (database, { acting, meeting }: { readonly acting: Acting; readonly meeting: string }) => {
    const none = new AppError('notFound', 'There is no such meeting.');
    const row = await database.selectFrom('meetings').selectAll().where('id', '=', meeting).executeTakeFirst();
    if (!row) throw none;
    await requireSpace(database, acting, row.space, 'readMeetings').catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'notFound' ? none : error;
    });
    const stays = await database
      .selectFrom('attendances')
      .select(['name', 'role', 'joined_at', 'left_at'])
      .where('meeting', '=', meeting)
      .orderBy('joined_at')
      .limit(mostStays)
      .execute();
    return { row, stays: stays.map((stay) => ({ ...stay, role: Role.parse(stay.role) })) };
  }),

  /** The usage by month, newest first, the running meetings, and the rooms that spaces keep. */
  usage: question(
    async (database, { acting, organisation }: { readonly acting: Acting; readonly organisation: string }) => {
      await requireIn(database, acting, organisation, 'readUsage');
      const months = await database
        .selectFrom('usage')
        .selectAll()
        .where('organisation', '=', organisation)
        .orderBy('month', 'desc')
        .limit(mostMonths)
        .execute();
      const here = await database
        .selectFrom('attendances')
        .innerJoin('meetings', 'meetings.id', 'attendances.meeting')
        .select('joined_at')
        .where('meetings.organisation', '=', organisation)
        .where('meetings.ended_at', 'is', null)
        .where('left_at', 'is', null)
        .execute();
      const running = here.reduce((sum, { joined_at: joined }) => sum + Math.max(0, acting.at - joined), 0);
      const rooms = await database
        .selectFrom('rooms')
        .innerJoin('spaces', 'spaces.id', 'rooms.space')
        .select('rooms.id')
        .where('spaces.organisation', '=', organisation)
        .execute();
      const now = await peopleIn(database, organisation);
      return { months, running, month: monthOf(acting.at), now, rooms: rooms.map(({ id }) => id) };
    },
  ),
};
