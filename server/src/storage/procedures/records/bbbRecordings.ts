import { RecordingState } from '@plenum/shared/api/recording/contract';
import { AppError } from '@plenum/shared/core/errors';
import { sql } from 'kysely';
import * as z from 'zod/mini';
import type { ProgramRecording, ProgramRecordingsNamed as Named, ProgramRecordingsWanted } from '../../recordPorts.ts';
import type { BbbRecordingRow, RecordingRow } from '../../recordRows.ts';
import { change, type Database, question } from '../procedure.ts';
import { tellOfRecording } from './recordEvents.ts';

const Metadata = z.record(z.string(), z.string());

/** The most characters of the metadata of a recording, as JSON. */
const mostMetadata = 64 * 1024;

/** What is needed of both tables. */
type Joined = BbbRecordingRow & Pick<RecordingRow, 'state' | 'started_at' | 'duration' | 'bytes' | 'pass_key'>;

function recordingOf(row: Joined): Omit<ProgramRecording, 'breakouts'> {
  return {
    id: row.id,
    recordId: row.record_id,
    internalId: row.internal_id,
    meetingId: row.meeting_id,
    name: row.name,
    parent: row.parent ?? undefined,
    sequence: row.sequence ?? 0,
    freeJoin: row.free_join === 1,
    participants: row.participants,
    metadata: Metadata.parse(JSON.parse(row.metadata)),
    state: RecordingState.parse(row.state),
    startedAt: row.started_at,
    duration: row.duration,
    bytes: row.bytes,
    key: row.pass_key,
  };
}

function allOf(database: Database, owner: string) {
  return database
    .selectFrom('bbb_recordings')
    .innerJoin('recordings', 'recordings.id', 'bbb_recordings.id')
    .selectAll('bbb_recordings')
    .select(['state', 'started_at', 'duration', 'bytes', 'pass_key'])
    .where('owner', '=', owner);
}

/** The rows of recordings that a program names, of its own ones. */
async function named(database: Database, { owner, recordIds }: Named): Promise<RecordingRow[]> {
  if (recordIds.length === 0) return [];
  return database
    .selectFrom('recordings')
    .innerJoin('bbb_recordings', 'bbb_recordings.id', 'recordings.id')
    .selectAll('recordings')
    .where('owner', '=', owner)
    .where('record_id', 'in', recordIds)
    .execute();
}

/** The ids of the recordings of breakouts, by the internal id of the parent. */
async function breakoutsOf(
  database: Database,
  owner: string,
  parents: readonly { readonly internalId: string }[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const wanted = new Set(parents.map(({ internalId }) => internalId));
  const all = database.selectFrom('bbb_recordings').select(['parent', 'record_id']).where('owner', '=', owner);
  const rows = await all.where('parent', 'is not', null).orderBy('sequence').orderBy('record_id').execute();
  const found = new Map<string, string[]>();
  for (const { parent, record_id: id } of rows) {
    if (parent !== null && wanted.has(parent)) found.set(parent, [...(found.get(parent) ?? []), id]);
  }
  return found;
}

async function write(database: Database, id: string, set: Partial<Omit<RecordingRow, 'id'>>): Promise<void> {
  await database.updateTable('recordings').set(set).where('id', '=', id).execute();
}

/** The recordings of meetings that programs made with BigBlueButton's API. A program sees and changes those of its owner. */
export const bbbRecordings = {
  /** Some of the recordings, newest first, and how many there are. */
  page: question(
    async (
      database,
      { owner, meetingIds, recordIds, states, metadata, offset, limit }: ProgramRecordingsWanted,
    ): Promise<{ recordings: ProgramRecording[]; total: number }> => {
      let all = allOf(database, owner).where('state', 'in', states);
      if (meetingIds.length > 0) all = all.where('meeting_id', 'in', meetingIds);
      if (recordIds.length > 0) {
        all = all.where((is) =>
          is.or(recordIds.map((id) => sql<boolean>`substr(record_id, 1, ${sql.lit(id.length)}) = ${id}`)),
        );
      }
      const wanted = Object.entries(metadata);
      const rows = await all.orderBy('started_at', 'desc').orderBy('record_id').execute();
      const found = rows.map(recordingOf).filter((one) => wanted.every(([key, value]) => one.metadata[key] === value));
      const page = found.slice(offset, offset + limit);
      const breakouts = await breakoutsOf(database, owner, page);
      const recordings = page.map((one) => ({ ...one, breakouts: breakouts.get(one.internalId) ?? [] }));
      return { recordings, total: found.length };
    },
  ),

  /** How the program names a recording; undefined for one of no program. */
  recordId: question(async (database, { id }: { readonly id: string }): Promise<string | undefined> => {
    const row = database.selectFrom('bbb_recordings').select('record_id').where('id', '=', id);
    return (await row.executeTakeFirst())?.record_id;
  }),

  /** A recording that is not in the bin, by the name that the program has for it. */
  find: question(
    async (
      database,
      { owner, recordId }: { readonly owner: string; readonly recordId: string },
    ): Promise<{ id: string; key: string; state: RecordingState } | undefined> => {
      const rows = await named(database, { owner, recordIds: [recordId] });
      const row = rows.find(({ state }) => state !== 'deleted');
      return row && { id: row.id, key: row.pass_key, state: RecordingState.parse(row.state) };
    },
  ),

  /** Publishes recordings, or takes them back. @returns how many of them there are; one in the bin or still written is none */
  publish: change(
    async (database, { published, at, ...which }: Named & { published: boolean; at: number }): Promise<number> => {
      const rows = (await named(database, which)).filter(({ state }) => state !== 'recording' && state !== 'deleted');
      const state = published ? 'published' : 'unpublished';
      for (const row of rows) {
        if (row.state === state) continue;
        await write(database, row.id, { state });
        await tellOfRecording(database, row, state, at);
      }
      return rows.length;
    },
  ),

  /** Moves recordings to the bin. @returns how many of them there are; one that is still written is none */
  remove: change(async (database, { at, ...which }: Named & { at: number }): Promise<number> => {
    const rows = (await named(database, which)).filter(({ state }) => state !== 'recording');
    for (const row of rows) {
      if (row.state === 'deleted') continue;
      await write(database, row.id, { state: 'deleted', deleted_at: at });
      await tellOfRecording(database, row, 'deleted', at);
    }
    return rows.length;
  }),

  /**
   * Sets metadata of recordings; an empty value takes it off.
   * @returns how many of them there are
   * @throws AppError `invalid`, bound `metadata`, for more than a recording may have
   */
  describe: change(
    async (database, { set, ...which }: Named & { set: Readonly<Record<string, string>> }): Promise<number> => {
      const rows = await named(database, which);
      for (const { id } of rows) {
        const about = database.selectFrom('bbb_recordings').select('metadata').where('id', '=', id);
        const { metadata } = await about.executeTakeFirstOrThrow();
        const all = Object.entries({ ...Metadata.parse(JSON.parse(metadata)), ...set });
        const next = JSON.stringify(Object.fromEntries(all.filter(([, value]) => value !== '')));
        if (next.length > mostMetadata) {
          throw new AppError('invalid', `A recording has at most ${mostMetadata} characters of metadata.`, 'metadata');
        }
        await database.updateTable('bbb_recordings').set({ metadata: next }).where('id', '=', id).execute();
      }
      return rows.length;
    },
  ),
};
