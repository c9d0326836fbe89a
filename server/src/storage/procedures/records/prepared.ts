import { preparedLimits } from '@plenum/shared/api/space/prepared';
import { AppError } from '@plenum/shared/core/errors';
import type { FileId, RoomId } from '@plenum/shared/core/ids';
import type { RoomRecord } from '@plenum/shared/core/log';
import { filesOf } from '@plenum/shared/features/slides/contract';
import { PreparedContent, type PreparedFacts, type PreparedItem } from '../../recordPorts.ts';
import type { PreparedRow } from '../../recordRows.ts';
import { roomRow } from '../../rows.ts';
import { change, type Database, question } from '../procedure.ts';
import { note } from './audit.ts';
import { type AboutSpace, requireSpace } from './spaces.ts';
import { lockOrganisation } from './standing.ts';

function readPrepared({ id, title, content: stored, bytes }: PreparedRow): PreparedItem {
  const content = PreparedContent.parse(JSON.parse(stored));
  return { id, title, bytes, content, files: content.kind === 'slides' ? filesOf(content.presentation) : [] };
}

/** What is prepared in a space, oldest first. */
export async function preparedIn(database: Database, space: string): Promise<PreparedItem[]> {
  const rows = database.selectFrom('prepared').selectAll().where('space', '=', space);
  return (await rows.orderBy('created_at').orderBy('id').execute()).map(readPrepared);
}

/** @throws AppError `full`; `conflict` for two plans of one name, because a meeting tells plans apart by their names */
function requireFree(others: readonly PreparedFacts[], { content, title, bytes }: PreparedFacts): void {
  const same = others.filter(({ content: { kind } }) => kind === content.kind);
  const most = preparedLimits[content.kind];
  if (same.length >= most) throw new AppError('full', `A space has at most ${most} of these. Remove one first.`);
  if (others.reduce((sum, other) => sum + other.bytes, bytes) > preparedLimits.bytes) {
    const megabytes = preparedLimits.bytes / 1024 ** 2;
    throw new AppError('full', `The prepared slides of a space have at most ${megabytes} MB. Remove some first.`);
  }
  if (content.kind === 'plan' && same.some((other) => other.title === title)) {
    throw new AppError('conflict', 'There is a plan of this name. Choose another one.', 'name');
  }
}

/** What is prepared in spaces for their next meetings. */
export const prepared = {
  list: question(async (database, { acting, space }: AboutSpace): Promise<PreparedFacts[]> => {
    await requireSpace(database, acting, space, 'readPrepared');
    return preparedIn(database, space);
  }),

  /**
   * The room that nobody enters, which has the files of what is prepared; made at first need.
   * @param record of that room
   */
  shelf: change(
    async (
      database,
      { acting, space, record }: AboutSpace & { readonly record: Omit<RoomRecord, 'title' | 'space'> },
    ): Promise<RoomId> => {
      const { organisation } = await requireSpace(database, acting, space, 'prepare');
      await lockOrganisation(database, organisation);
      const { shelf, title } = await requireSpace(database, acting, space, 'prepare');
      if (shelf !== null) return shelf;
      const made = roomRow({ ...record, title, space });
      await database
        .insertInto('rooms')
        .values({ ...made, kept: 1 })
        .execute();
      await database.updateTable('spaces').set({ shelf: record.id }).where('id', '=', space).execute();
      return record.id;
    },
  ),

  /** @throws AppError `full`, `conflict` */
  add: change(
    async (database, { acting, space, item }: AboutSpace & { readonly item: PreparedFacts }): Promise<void> => {
      const { organisation } = await requireSpace(database, acting, space, 'prepare');
      await lockOrganisation(database, organisation);
      requireFree(await preparedIn(database, space), item);
      const { id, title, content, bytes } = item;
      const row = { id, space, kind: content.kind, title, content: JSON.stringify(content), bytes };
      await database
        .insertInto('prepared')
        .values({ ...row, created_at: acting.at })
        .execute();
      await note(database, acting, {
        organisation,
        what: 'prepared:add',
        about: space,
        detail: `${content.kind} ${id}`,
      });
    },
  ),

  /** @throws AppError `notFound`; `conflict` for another kind */
  change: change(
    async (database, { acting, space, item }: AboutSpace & { readonly item: PreparedFacts }): Promise<void> => {
      const { organisation } = await requireSpace(database, acting, space, 'prepare');
      await lockOrganisation(database, organisation);
      const all = await preparedIn(database, space);
      const { id, title, content } = item;
      const before = all.find((one) => one.id === id);
      if (!before) throw nothing();
      if (before.content.kind !== content.kind) throw new AppError('conflict', 'This is prepared as another kind.');
      const others = all.filter((one) => one.id !== id);
      requireFree(others, item);
      const set = { title, content: JSON.stringify(content) };
      await database.updateTable('prepared').set(set).where('id', '=', id).where('space', '=', space).execute();
      const detail = `${content.kind} ${id}`;
      await note(database, acting, { organisation, what: 'prepared:change', about: space, detail });
    },
  ),

  /** @returns the files that it had, and the room that has them */
  remove: change(
    async (
      database,
      { acting, space, item }: AboutSpace & { readonly item: string },
    ): Promise<{ readonly shelf: RoomId | undefined; readonly files: readonly FileId[] }> => {
      const { organisation, shelf } = await requireSpace(database, acting, space, 'prepare');
      const found = (await preparedIn(database, space)).find(({ id }) => id === item);
      if (!found) throw nothing();
      await database.deleteFrom('prepared').where('id', '=', item).where('space', '=', space).execute();
      const detail = `${found.content.kind} ${item}`;
      await note(database, acting, { organisation, what: 'prepared:remove', about: space, detail });
      return { shelf: shelf ?? undefined, files: found.files };
    },
  ),
};

function nothing(): AppError {
  return new AppError('notFound', 'There is nothing of this kind prepared.');
}
