import { isHostOf } from '@plenum/shared/api/space/may';
import { Look as StoredLook } from '@plenum/shared/api/organisation/contract';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { RoomRecord } from '@plenum/shared/core/log';
import { roomRow } from '../../rows.ts';
import type { Sitting, Visit } from '../../recordPorts.ts';
import type { OrganisationRow, SpaceRow } from '../../recordRows.ts';
import { change, type Database, question } from '../procedure.ts';
import { lockOrganisation } from './standing.ts';
import { preparedIn } from './prepared.ts';
import { noSpace, spaceFacts, standingInSpace } from './spaces.ts';
import { boundFor, requireBelow, tierOf } from './tiers.ts';

/** How long after the last person left a meeting goes on when a person comes back, in ms. */
const goesOnMs = 120_000;

interface Found {
  readonly row: SpaceRow;
  readonly owner: OrganisationRow;
}

async function requireBySlug(database: Database, slug: string): Promise<Found> {
  const row = await database.selectFrom('spaces').selectAll().where('slug', '=', slug).executeTakeFirst();
  if (!row) throw noSpace();
  const owner = database.selectFrom('organisations').selectAll().where('id', '=', row.organisation);
  return { row, owner: await owner.executeTakeFirstOrThrow() };
}

/** The room that the space goes on with; undefined when the next meeting needs a new one. */
async function roomToGoOn(database: Database, { room }: SpaceRow, keeps: boolean, at: number) {
  if (room === null) return undefined;
  const found = await database
    .selectFrom('rooms')
    .select(['empty_since', 'created_at'])
    .where('id', '=', room)
    .where('erasing', '=', 0)
    .where('kept', '=', 1)
    .executeTakeFirst();
  if (!found) return undefined;
  const { empty_since: emptySince, created_at: createdAt } = found;
  if (emptySince === null) return { room, sitting: 'goesOn' as const, isFirst: false };
  if (emptySince === createdAt) return { room, sitting: 'begins' as const, isFirst: true };
  if (emptySince > at - goesOnMs) return { room, sitting: 'goesOn' as const, isFirst: false };
  return keeps ? { room, sitting: 'begins' as const, isFirst: false } : undefined;
}

/** Whether the last meeting of a space was recorded. */
async function wasRecorded(database: Database, space: string): Promise<boolean> {
  const meetings = database.selectFrom('meetings').select('started_at').where('space', '=', space);
  const last = await meetings.orderBy('started_at', 'desc').limit(1).executeTakeFirst();
  if (!last) return false;
  const recordings = database.selectFrom('recordings').select('id').where('space', '=', space);
  return (await recordings.where('started_at', '>=', last.started_at).limit(1).executeTakeFirst()) !== undefined;
}

/** What people with the link of a space meet, and the rooms of its meetings. */
export const openings = {
  /** @throws AppError `notFound` */
  visit: question(
    async (
      database,
      { acting, slug }: { readonly acting: Acting | undefined; readonly slug: string },
    ): Promise<Visit> => {
      const { row, owner } = await requireBySlug(database, slug);
      const standing = await standingInSpace(database, acting, row);
      return {
        space: await spaceFacts(database, row),
        organisation: owner.name,
        look: StoredLook.parse(JSON.parse(owner.look)),
        logo: owner.logo ?? undefined,
        suspended: owner.suspended === 1,
        as: standing.owns ? 'owner' : isHostOf(standing) ? 'host' : 'none',
      };
    },
  ),

  /**
   * Finds the room of the meeting in a space, or makes one, under the lock of the organisation.
   * @throws AppError `notFound`; `forbidden`, bound `suspended`; LimitMet
   */
  begin: change(
    async (
      database,
      { slug, record }: { readonly slug: string; readonly record: Omit<RoomRecord, 'title' | 'space'> },
    ): Promise<Sitting> => {
      const before = await requireBySlug(database, slug);
      await lockOrganisation(database, before.owner.id);
      // Read again: another request may have changed both before this one had the lock.
      const { row, owner } = await requireBySlug(database, slug);
      if (owner.suspended === 1) {
        throw new AppError('forbidden', 'This organisation is suspended. Ask its owners.', 'suspended');
      }
      const { settings } = await spaceFacts(database, row);
      const keeps = Object.values(settings.keep).some(Boolean);
      const at = record.createdAt;
      const going = await roomToGoOn(database, row, keeps, at);
      const { room, sitting, isFirst } = going ?? { room: record.id, sitting: 'begins' as const, isFirst: true };
      if (!going) {
        if (row.room !== null) {
          await database.updateTable('rooms').set({ kept: 0 }).where('id', '=', row.room).execute();
        }
        const made = roomRow({ ...record, title: row.title, space: row.id });
        await database
          .insertInto('rooms')
          .values({ ...made, kept: 1 })
          .execute();
        await database.updateTable('spaces').set({ room }).where('id', '=', row.id).execute();
      }
      // A tier that allows no minute allows no meeting.
      await requireBelow(database, owner, { limit: 'sessionMinutes', count: 0, remedies: ['changeTier'] });
      const minutes = await boundFor(database, owner, 'sessionMinutes');
      const most = await boundFor(database, owner, 'participants');
      const people = Math.min(most ?? Number.POSITIVE_INFINITY, settings.people ?? Number.POSITIVE_INFINITY);
      return {
        room,
        sitting,
        isFirst,
        title: row.title,
        settings,
        prepared: sitting === 'begins' ? await preparedIn(database, row.id) : [],
        ...(row.shelf !== null && { shelf: row.shelf }),
        recorded: await wasRecorded(database, row.id),
        organisation: owner.name,
        tier: (await tierOf(database, owner)).name,
        ...(minutes !== undefined && { minutes }),
        ...(Number.isFinite(people) && { people }),
      };
    },
  ),
};
