import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { MeetingRow, PreparedRow, ScheduleRow, SpaceRow } from '../../recordRows.ts';
import type { LogRow, RoomRow, SlipRow, SnapshotRow } from '../../schema.ts';
import { addSlips } from '../boxes.ts';
import { entriesAfter, lastSeq } from '../entries.ts';
import { type AboutRoom, change, type Database, question } from '../procedure.ts';
import { note } from './audit.ts';
import { ensureOwn } from './organisations.ts';
import { lockOrganisation } from './standing.ts';
import { requireBelow } from './tiers.ts';

/** The rows of one INSERT: eleven columns each, far below the bound on parameters of both databases. */
const rowsPerInsert = 500;
/** The bytes of one answer with log rows: an archive is read in pages. */
const pageBytes = 4 * 1024 * 1024;

/** One stay in a meeting. */
interface StayRow {
  meeting: string;
  member: string;
  name: string;
  role: string;
  joined_at: number;
  left_at: number | null;
}

/** All rows of one space but those of its rooms' logs. */
export interface WholeSpace {
  readonly space: SpaceRow;
  readonly schedules: readonly ScheduleRow[];
  readonly prepared: readonly PreparedRow[];
  readonly meetings: readonly MeetingRow[];
  readonly stays: readonly StayRow[];
  /** The room that the space keeps, its breakout rooms, and the room with the files of what is prepared; parents first. */
  readonly rooms: readonly RoomRow[];
}

/** The rooms of a family, parents first. */
export async function familyOf(database: Database, root: string): Promise<RoomRow[]> {
  const found: RoomRow[] = [];
  for (let wanted = [root], isRoot = true; wanted.length > 0; isRoot = false) {
    const column = isRoot ? 'id' : 'parent';
    const rows = database.selectFrom('rooms').selectAll().where(column, 'in', wanted).where('erasing', '=', 0);
    const level = await rows.orderBy('id').execute();
    found.push(...level);
    wanted = level.map(({ id }) => id);
  }
  return found;
}

async function insertMany<Row>(rows: readonly Row[], insert: (some: Row[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    await insert(rows.slice(start, start + rowsPerInsert));
  }
}

export interface Taken extends Omit<WholeSpace, 'rooms'> {
  readonly acting: Acting;
  /** The id of the owner's organisation of one, if it must be made. */
  readonly own: string;
  readonly rooms: readonly string[];
}

/** Spaces that move from one server to another as a whole. The operator's command line asks; no endpoint does. */
export const portable = {
  /** @throws AppError `notFound` */
  read: question(async (database, { slug }: { readonly slug: string }): Promise<WholeSpace> => {
    const space = await database.selectFrom('spaces').selectAll().where('slug', '=', slug).executeTakeFirst();
    if (!space) throw new AppError('notFound', `There is no space with the address /s/${slug}.`);
    const schedules = database.selectFrom('schedules').selectAll().where('space', '=', space.id).orderBy('id');
    const prepared = database.selectFrom('prepared').selectAll().where('space', '=', space.id).orderBy('created_at');
    const meetings = database.selectFrom('meetings').selectAll().where('space', '=', space.id);
    const stays = database
      .selectFrom('attendances')
      .innerJoin('meetings', 'meetings.id', 'attendances.meeting')
      .select(['meeting', 'member', 'name', 'role', 'joined_at', 'left_at'])
      .where('meetings.space', '=', space.id);
    return {
      space,
      schedules: await schedules.execute(),
      prepared: await prepared.orderBy('id').execute(),
      meetings: await meetings.orderBy('started_at').orderBy('id').execute(),
      stays: await stays.orderBy('meeting').orderBy('joined_at').orderBy('member').execute(),
      rooms: [
        ...(space.room === null ? [] : await familyOf(database, space.room)),
        ...(space.shelf === null ? [] : await familyOf(database, space.shelf)),
      ],
    };
  }),

  /** The rows of all rooms of a space, old ones and breakouts too. */
  roomsOf: question(async (database, { slug }: { readonly slug: string }): Promise<string[]> => {
    const rows = database.selectFrom('rooms').innerJoin('spaces', 'spaces.id', 'rooms.space').select('rooms.id');
    const roots = await rows.where('slug', '=', slug).execute();
    const families = await Promise.all(roots.map(({ id }) => familyOf(database, id)));
    return [...new Set(families.flat().map(({ id }) => id))];
  }),

  /** A page of raw rows of a log, of some megabytes; an empty one is the end. */
  log: question(
    async (database, { room, after, upTo }: AboutRoom & { readonly after: number; readonly upTo: number }) => {
      const rows: LogRow[] = [];
      let bytes = 0;
      for (const row of await entriesAfter(database, room, after)
        .where('seq', '<=', upTo)
        .limit(rowsPerInsert)
        .execute()) {
        rows.push(row);
        bytes += row.payload.length + (row.reply?.length ?? 0);
        if (bytes > pageBytes) break;
      }
      return rows;
    },
  ),

  /** What a room has beside its log, and the number of the log's last entry. */
  beside: question(async (database, { room }: AboutRoom) => {
    const snapshots = database.selectFrom('snapshots').selectAll().where('room', '=', room).orderBy('seq');
    const slips = database.selectFrom('slips').selectAll().where('room', '=', room).orderBy('box').orderBy('id');
    return {
      last: await lastSeq(database, room),
      snapshots: await snapshots.execute(),
      slips: await slips.execute(),
    };
  }),

  /** Begins to take a room: nobody finds it before `take`, and the sweep erases what is left of an interrupted import. */
  addRoom: change(async (database, { row }: AboutRoom & { readonly row: RoomRow }): Promise<void> => {
    await database
      .insertInto('rooms')
      .values({ ...row, erasing: 1 })
      .execute();
  }),

  addRows: change(
    async (
      database,
      rows: AboutRoom & {
        readonly log?: readonly LogRow[];
        readonly snapshots?: readonly SnapshotRow[];
        readonly slips?: readonly SlipRow[];
      },
    ): Promise<void> => {
      await insertMany(rows.log ?? [], (some) => database.insertInto('log').values(some).execute());
      await insertMany(rows.snapshots ?? [], (some) => database.insertInto('snapshots').values(some).execute());
      await addSlips(database, rows.slips ?? []);
    },
  ),

  /**
   * Completes an import: the space is there with all that it has, or nothing is. Durable readers begin at the ends of its logs.
   * @throws AppError `conflict`, bound `slug`; LimitMet
   */
  take: change(async (database, { acting, own, space, rooms, ...rows }: Taken): Promise<void> => {
    const organisation = await ensureOwn(database, acting, own);
    await lockOrganisation(database, organisation);
    const owner = await database
      .selectFrom('organisations')
      .selectAll()
      .where('id', '=', organisation)
      .executeTakeFirstOrThrow();
    const { count } = await database
      .selectFrom('spaces')
      .select((is) => is.fn.countAll().as('count'))
      .where('organisation', '=', organisation)
      .executeTakeFirstOrThrow();
    await requireBelow(database, owner, {
      limit: 'spaces',
      count: Number(count),
      remedies: ['removeOne', 'changeTier'],
    });
    const taken = database.selectFrom('spaces').select('id').where('slug', '=', space.slug);
    if (await taken.executeTakeFirst()) {
      throw new AppError('conflict', `The address /s/${space.slug} is taken here. Choose another with --as.`, 'slug');
    }
    await database
      .insertInto('spaces')
      .values({ ...space, organisation })
      .execute();
    await insertMany(rows.schedules, (some) => database.insertInto('schedules').values(some).execute());
    await insertMany(rows.prepared, (some) => database.insertInto('prepared').values(some).execute());
    const meetings = rows.meetings.map((row) => ({ ...row, organisation }));
    await insertMany(meetings, (some) => database.insertInto('meetings').values(some).execute());
    await insertMany(rows.stays, (some) => database.insertInto('attendances').values(some).execute());
    for (const room of rooms) await openRoom(database, room);
    await note(database, acting, { organisation, what: 'space:create', about: space.id });
  }),
};

/** Lets a taken room be found, with every durable reader at the end of its log. */
async function openRoom(database: Database, room: string): Promise<void> {
  await database.updateTable('rooms').set({ erasing: 0 }).where('id', '=', room).execute();
  const seq = await lastSeq(database, room);
  const readers = await database.selectFrom('readers').select('name').execute();
  const cursors = readers.map(({ name }) => ({ room, reader: name, seq }));
  if (cursors.length > 0) await database.insertInto('cursors').values(cursors).execute();
}
