import { AppError } from '@plenum/shared/core/errors';
import { change, type Database, question } from '../procedure.ts';
import { handOver } from './members.ts';
import { requireNotLast } from './operatedAccounts.ts';
import { familyOf } from './portable.ts';
import { releaseRooms } from './spaces.ts';
import { lockOrganisation } from './standing.ts';

/** Erases an organisation of one with its spaces and all numbers. @returns the rooms that its spaces kept */
async function eraseOwn(database: Database, organisation: string): Promise<string[]> {
  const spaces = await database.selectFrom('spaces').select('id').where('organisation', '=', organisation).execute();
  const rooms = await releaseRooms(
    database,
    spaces.map(({ id }) => id),
  );
  for (const table of ['meetings', 'usage', 'audit'] as const) {
    await database.deleteFrom(table).where('organisation', '=', organisation).execute();
  }
  const sent = database.selectFrom('bbb_meetings').select('room').where('owner', '=', organisation);
  await database.deleteFrom('bbb_sessions').where('room', 'in', sent).execute();
  // Their rooms are kept no longer, and go with the next sweep.
  await database.updateTable('rooms').set({ kept: 0 }).where('id', 'in', sent).execute();
  await database.deleteFrom('bbb_meetings').where('owner', '=', organisation).execute();
  await database.deleteFrom('organisations').where('id', '=', organisation).execute();
  return rooms;
}

/** Takes an account out of a group. @throws AppError `conflict` for its last owner */
async function leaveGroup(database: Database, organisation: string, account: string): Promise<void> {
  await lockOrganisation(database, organisation);
  const heir = await database
    .selectFrom('memberships')
    .innerJoin('organisations', 'organisations.id', 'memberships.organisation')
    .select('account')
    .where('organisation', '=', organisation)
    .where('role', '=', 'owner')
    .where('account', '!=', account)
    .orderBy('since')
    .executeTakeFirst();
  if (!heir) {
    const row = database.selectFrom('organisations').select('name').where('id', '=', organisation);
    const { name } = await row.executeTakeFirstOrThrow();
    throw new AppError('conflict', `"${name}" needs an owner. Make another member its owner first.`, 'lastOwner');
  }
  await handOver(database, { organisation, account }, heir.account);
  const membership = database.deleteFrom('memberships').where('organisation', '=', organisation);
  await membership.where('account', '=', account).execute();
}

/** Takes the names of an account out of the history of all meetings. A member who comes later gets no name there. */
async function leaveHistory(database: Database, account: string): Promise<void> {
  const seats = database.selectFrom('seat_accounts').select('member').where('account', '=', account);
  const stays = await database
    .selectFrom('seat_accounts')
    .innerJoin('attendances', 'attendances.member', 'seat_accounts.member')
    .innerJoin('meetings', 'meetings.id', 'attendances.meeting')
    .select(['seat_accounts.member', 'meetings.room'])
    .where('account', '=', account)
    .execute();
  // What webhooks sent, or did not send yet, has the name.
  for (const { room, member } of stays) {
    const told = database.deleteFrom('deliveries').where('room', '=', room).where('body', 'like', `%${member}%`);
    await told.execute();
  }
  await database.updateTable('attendances').set({ name: '' }).where('member', 'in', seats).execute();
  await database.updateTable('seat_accounts').set({ account: '' }).where('account', '=', account).execute();
}

function inParts<T>(list: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / length) }, (_, at) => list.slice(at * length, (at + 1) * length));
}

/** Erases what records know of a person. */
export const erasing = {
  /** The stays of people with this name in the meetings of a space, and of these members under any name. @returns how many */
  guest: change(
    async (
      database,
      { slug, name, members }: { readonly slug: string; readonly name: string; readonly members: readonly string[] },
    ): Promise<number> => {
      const meetings = database
        .selectFrom('meetings')
        .innerJoin('spaces', 'spaces.id', 'meetings.space')
        .select('meetings.id')
        .where('slug', '=', slug);
      let erased = 0;
      // In parts, far below the bound on parameters of both databases.
      for (const part of [[], ...inParts(members, 500)]) {
        const stays = database.deleteFrom('attendances').where('meeting', 'in', meetings);
        const these = part.length === 0 ? stays.where('name', '=', name) : stays.where('member', 'in', part);
        if (part.length > 0) await database.deleteFrom('seat_accounts').where('member', 'in', part).execute();
        erased += Number((await these.executeTakeFirst()).numDeletedRows);
      }
      return erased;
    },
    () => 'removed',
  ),

  /** The members of deleted accounts whose rooms are still kept: each room with its breakout rooms. */
  forgottenSeats: question(async (database, _input: void) => {
    const rows = await database
      .selectFrom('seat_accounts')
      .innerJoin('attendances', 'attendances.member', 'seat_accounts.member')
      .innerJoin('meetings', 'meetings.id', 'attendances.meeting')
      .innerJoin('rooms', 'rooms.id', 'meetings.room')
      .select(['rooms.id as room', 'seat_accounts.member'])
      .where('seat_accounts.account', '=', '')
      .distinct()
      .execute();
    const byRoom = Map.groupBy(rows, ({ room }) => room);
    return Promise.all(
      [...byRoom].map(async ([room, seats]) => ({
        rooms: (await familyOf(database, room)).map(({ id }) => id),
        members: seats.map(({ member }) => member),
      })),
    );
  }),

  /** Forgets members that are in no log any more. */
  seatsForgotten: change(
    async (database, { members }: { readonly members: readonly string[] }): Promise<void> => {
      for (const part of inParts(members, 500)) {
        await database.deleteFrom('seat_accounts').where('member', 'in', part).where('account', '=', '').execute();
      }
    },
    () => 'removed',
  ),

  /** Those of these spaces that exist. */
  existing: question(async (database, { slugs }: { readonly slugs: readonly string[] }): Promise<string[]> => {
    if (slugs.length === 0) return [];
    const rows = await database.selectFrom('spaces').select('slug').where('slug', 'in', slugs).execute();
    return rows.map(({ slug }) => slug);
  }),

  /** The addresses of the spaces in whose meetings somebody with this name was, at most 200. */
  spacesWith: question(async (database, { name }: { readonly name: string }): Promise<string[]> => {
    const rows = database
      .selectFrom('attendances')
      .innerJoin('meetings', 'meetings.id', 'attendances.meeting')
      .innerJoin('spaces', 'spaces.id', 'meetings.space')
      .select('slug')
      .distinct()
      .where('attendances.name', '=', name);
    return (await rows.orderBy('slug').limit(200).execute()).map(({ slug }) => slug);
  }),

  /**
   * All of one account, in one transaction; nothing when the account has to stay. Again it does nothing more.
   * @returns the rooms of its spaces, which the caller erases
   * @throws AppError `conflict`, bound `lastOwner`
   */
  account: change(
    async (database, { account, email }: { readonly account: string; readonly email: string }): Promise<string[]> => {
      await requireNotLast(database, account);
      const rows = await database
        .selectFrom('memberships')
        .innerJoin('organisations', 'organisations.id', 'memberships.organisation')
        .select(['organisations.id', 'person'])
        .where('account', '=', account)
        .orderBy('organisations.id')
        .execute();
      const rooms: string[] = [];
      for (const { id, person } of rows) {
        if (person === account) rooms.push(...(await eraseOwn(database, id)));
        else await leaveGroup(database, id, account);
      }
      await leaveHistory(database, account);
      await database.deleteFrom('space_hosts').where('account', '=', account).execute();
      await database.deleteFrom('invitations').where('email', '=', email.toLowerCase()).execute();
      await database.deleteFrom('plan_guests').where('email', '=', email.toLowerCase()).execute();
      await database.deleteFrom('letter_counts').where('subject', '=', `address:${email.toLowerCase()}`).execute();
      const nobody = { by_kind: null, by_id: null, network: '' };
      await database.updateTable('audit').set(nobody).where('by_id', '=', account).execute();
      for (const column of ['about', 'detail'] as const) {
        await database
          .updateTable('audit')
          .set({ [column]: '' })
          .where(column, '=', account)
          .execute();
      }
      return rooms;
    },
    () => 'removed',
  ),
};
