import { AppError } from '@plenum/shared/core/errors';
import type { BbbMeetingRow, BbbSessionRow } from '../../recordRows.ts';
import { type AboutRoom, change, question } from '../procedure.ts';
import { tellOfMeeting } from './recordEvents.ts';
import { lockOrganisation } from './standing.ts';
import { boundFor, requireBelow, tierOf } from './tiers.ts';

export interface ById {
  /** The organisation, or the empty text. */
  readonly owner: string;
  readonly meetingId: string;
}

/** What the tier of an organisation allows a meeting. */
export interface TierBounds {
  readonly organisation: string;
  readonly tier: string;
  readonly minutes?: number;
  readonly people?: number;
}

/** The meetings that programs made with BigBlueButton's API, and the people whom they sent there. */
export const bbbMeetings = {
  /**
   * Stores a meeting with its room, which is kept from now on, or finds the one that goes on under the same id.
   * @throws AppError `conflict`, bound `internalId`, for an ended meeting with this internal id; bound `voiceBridge`, when a meeting of the owner has this voice bridge; `full`, when
   * `most` meetings of the owner go on
   */
  create: change(
    async (
      database,
      { row, most }: { readonly row: BbbMeetingRow; readonly most: number },
    ): Promise<{ row: BbbMeetingRow; isNew: boolean }> => {
      const { owner, meeting_id: meetingId, room } = row;
      const made = database.insertInto('bbb_meetings').values(row);
      const { numInsertedOrUpdatedRows: count } = await made
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      if (count === 1n) {
        const live = database.selectFrom('bbb_meetings').where('owner', '=', owner).where('ended_at', 'is', null);
        const { going } = await live.select((is) => is.fn.countAll().as('going')).executeTakeFirstOrThrow();
        if (Number(going) > most) throw new AppError('full', `At most ${most} meetings go on at once. End one first.`);
        await database.updateTable('rooms').set({ kept: 1 }).where('id', '=', room).execute();
        await tellOfMeeting(database, 'meetingCreated', room, row.created_at);
        return { row, isNew: true };
      }
      const there = database.selectFrom('bbb_meetings').selectAll().where('owner', '=', owner);
      const found = await there.where('meeting_id', '=', meetingId).where('ended_at', 'is', null).executeTakeFirst();
      if (found) return { row: found, isNew: false };
      const ended = there.where('internal_id', '=', row.internal_id);
      if (await ended.executeTakeFirst()) {
        throw new AppError('conflict', 'The last meeting with this id began in the same millisecond.', 'internalId');
      }
      throw new AppError('conflict', 'The selected voice bridge is already in use.', 'voiceBridge');
    },
  ),

  /** The meeting that goes on under this id, else the last one that ended. */
  find: question(async (database, { owner, meetingId }: ById): Promise<BbbMeetingRow | undefined> => {
    const all = database.selectFrom('bbb_meetings').selectAll().where('owner', '=', owner);
    const named = all.where('meeting_id', '=', meetingId);
    const live = await named.where('ended_at', 'is', null).executeTakeFirst();
    return live ?? named.orderBy('created_at', 'desc').limit(1).executeTakeFirst();
  }),

  /** The meeting with this internal id, whether it goes on or not. */
  findInternal: question(
    async (
      database,
      { owner, internalId }: { owner: string; internalId: string },
    ): Promise<BbbMeetingRow | undefined> => {
      const all = database.selectFrom('bbb_meetings').selectAll().where('owner', '=', owner);
      return all.where('internal_id', '=', internalId).executeTakeFirst();
    },
  ),

  ofRoom: question(async (database, { room }: AboutRoom): Promise<BbbMeetingRow | undefined> => {
    return database.selectFrom('bbb_meetings').selectAll().where('room', '=', room).executeTakeFirst();
  }),

  /** The meetings that go on, oldest first, of one owner or of all. */
  live: question(async (database, { owner }: { readonly owner: string | undefined }): Promise<BbbMeetingRow[]> => {
    let all = database.selectFrom('bbb_meetings').selectAll().where('ended_at', 'is', null);
    if (owner !== undefined) all = all.where('owner', '=', owner);
    return all.orderBy('created_at').execute();
  }),

  /** The rooms of meetings that ended since a time, epoch ms. */
  endedSince: question(async (database, { since }: { readonly since: number }): Promise<string[]> => {
    const ended = database.selectFrom('bbb_meetings').select('room').where('ended_at', '>=', since);
    return (await ended.execute()).map(({ room }) => room);
  }),

  /** For each meeting that goes on: since when its room is empty, epoch ms. A room with people is left out. */
  emptyRooms: question(async (database, _input: void) => {
    return database
      .selectFrom('bbb_meetings')
      .innerJoin('rooms', 'rooms.id', 'bbb_meetings.room')
      .select(['bbb_meetings.room', 'rooms.empty_since as since'])
      .where('ended_at', 'is', null)
      .where('rooms.empty_since', 'is not', null)
      .execute();
  }),

  /** Ends a meeting: its id is free, and its room is kept no longer. @returns false when it was over already */
  end: change(async (database, { room, at }: AboutRoom & { readonly at: number }): Promise<boolean> => {
    const going = database.updateTable('bbb_meetings').set({ ended_at: at }).where('room', '=', room);
    const { numUpdatedRows: count } = await going.where('ended_at', 'is', null).executeTakeFirst();
    await database.updateTable('rooms').set({ kept: 0 }).where('id', '=', room).execute();
    if (count === 1n) await tellOfMeeting(database, 'meetingEnded', room, at);
    return count === 1n;
  }),

  /** Forgets meetings that ended before a time, with the people who were sent there. Their recordings stay. */
  forget: change(async (database, { before }: { readonly before: number }): Promise<void> => {
    const old = database.selectFrom('bbb_meetings').select('room').where('ended_at', '<', before);
    await database.deleteFrom('bbb_sessions').where('room', 'in', old).execute();
    await database.deleteFrom('bbb_meetings').where('ended_at', '<', before).execute();
  }),

  /** What the tier of an organisation allows a meeting now. @throws LimitMet; AppError `forbidden`, bound `suspended` */
  bounds: change(async (database, { organisation: id }: { readonly organisation: string }): Promise<TierBounds> => {
    await lockOrganisation(database, id);
    const row = await database.selectFrom('organisations').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    if (row.suspended === 1) throw new AppError('forbidden', 'This organisation is suspended.', 'suspended');
    // A tier that allows no minute allows no meeting.
    await requireBelow(database, row, { limit: 'sessionMinutes', count: 0, remedies: ['changeTier'] });
    const minutes = await boundFor(database, row, 'sessionMinutes');
    const people = await boundFor(database, row, 'participants');
    return {
      organisation: row.name,
      tier: (await tierOf(database, row)).name,
      ...(minutes !== undefined && { minutes }),
      ...(people !== undefined && { people }),
    };
  }),

  /** Remembers a person whom a program sends into a meeting. */
  send: change(async (database, { session }: { readonly session: BbbSessionRow }): Promise<void> => {
    await database.insertInto('bbb_sessions').values(session).execute();
  }),

  /** The session of a token; undefined for an unknown one. */
  session: question(
    async (database, { tokenHash }: { readonly tokenHash: string }): Promise<BbbSessionRow | undefined> => {
      return database.selectFrom('bbb_sessions').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst();
    },
  ),

  /** The people whom programs sent into rooms. */
  sessions: question(async (database, { rooms }: { readonly rooms: readonly string[] }): Promise<BbbSessionRow[]> => {
    if (rooms.length === 0) return [];
    return database.selectFrom('bbb_sessions').selectAll().where('room', 'in', rooms).execute();
  }),
};
