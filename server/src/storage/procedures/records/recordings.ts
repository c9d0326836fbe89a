import { ChatKept } from '@plenum/shared/api/recording/chatKept';
import { type ChangeRecordingInput, Chapter, RecordingState, Visibility } from '@plenum/shared/api/recording/contract';
import { recordingLimits } from '@plenum/shared/api/recording/limits';
import { mayManage, mayPlay, type RecordingStanding } from '@plenum/shared/api/recording/may';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { NewRecording, RecordingFacts, RecordingPass, Reserved } from '../../recordPorts.ts';
import type { RecordingRow } from '../../recordRows.ts';
import { change, type Database, question } from '../procedure.ts';
import { note } from './audit.ts';
import type { AuditName } from '@plenum/shared/api/organisation/auditNames';
import { tellOfRecording } from './recordEvents.ts';
import { countForProgram, organisationOf, programMeetingIn, rememberForProgram } from './programRecordings.ts';
import { requireSpace, standingInSpace } from './spaces.ts';
import { lockOrganisation, requireIn } from './standing.ts';
import { daysIn, recordingEnds } from './recordingEnds.ts';
import { bytesOf, promisedOf, reserveFor } from './recordingSpace.ts';
import { boundFor, requireBelow } from './tiers.ts';

/** The input of a procedure about one recording. */
export type AboutRecording = RecordingPass & { readonly acting: Acting | undefined; readonly recording: string };

/** What became of a recording that was written anew. */
export interface Rewritten {
  readonly what: 'recording:cut' | 'recording:leaveOut';
  readonly chapters: readonly Chapter[];
  /** What it has of the chat now, if that changed. */
  readonly chat?: ChatKept;
}

function noRecording(): AppError {
  return new AppError('notFound', 'There is no such recording.');
}

/** A stored recording. @throws when the row cannot be read */
function factsOf(row: RecordingRow): RecordingFacts {
  return {
    id: row.id,
    room: row.room,
    space: row.space ?? undefined,
    parent: row.parent ?? undefined,
    title: row.title,
    state: RecordingState.parse(row.state),
    visibility: Visibility.parse(row.visibility),
    download: row.download === 1,
    chat: ChatKept.parse(row.chat),
    key: row.pass_key,
    managerKey: row.manager_key,
    code: row.code,
    startedAt: row.started_at,
    duration: row.duration,
    bytes: row.bytes,
    views: row.views,
    chapters: z.array(Chapter).parse(JSON.parse(row.chapters)),
    deletedAt: row.deleted_at ?? undefined,
  };
}

async function standingOf(database: Database, row: RecordingRow, pass: AboutRecording): Promise<RecordingStanding> {
  const { acting, key, code } = pass;
  const found = database
    .selectFrom('spaces')
    .selectAll()
    .where('id', '=', row.space ?? '');
  const space = row.space === null ? undefined : await found.executeTakeFirst();
  return {
    state: RecordingState.parse(row.state),
    visibility: Visibility.parse(row.visibility),
    download: row.download === 1,
    space: space && (await standingInSpace(database, acting, space)),
    isOwnerless: row.organisation === null,
    hasKey: key === row.pass_key,
    hasCode: code === row.code,
    hasManagerKey: key === row.manager_key,
  };
}

/** The recording, for an asker who may play it. @throws AppError `notFound`; `forbidden`, bound `code` or `signIn` */
async function requirePlay(database: Database, pass: AboutRecording): Promise<{ row: RecordingRow; manages: boolean }> {
  const row = await find(database, pass.recording);
  const standing = await standingOf(database, row, pass);
  if (mayPlay(standing)) return { row, manages: mayManage(standing) };
  if (standing.hasKey && standing.state === 'published') {
    if (standing.visibility === 'code') throw new AppError('forbidden', 'This recording needs its code.', 'code');
    if (!pass.acting) throw new AppError('forbidden', 'Only some accounts see this recording. Sign in.', 'signIn');
  }
  throw noRecording();
}

/** The recording, for an asker who manages it. @throws AppError `notFound`, `forbidden` */
export async function requireManage(database: Database, pass: AboutRecording): Promise<RecordingRow> {
  const { row, manages } = await requirePlay(database, pass);
  if (!manages) throw new AppError('forbidden', 'Only the people who manage this recording may do this.');
  return row;
}

async function find(database: Database, recording: string): Promise<RecordingRow> {
  const row = await database.selectFrom('recordings').selectAll().where('id', '=', recording).executeTakeFirst();
  if (!row) throw noRecording();
  return row;
}

async function write(database: Database, id: string, set: Partial<Omit<RecordingRow, 'id'>>): Promise<void> {
  await database.updateTable('recordings').set(set).where('id', '=', id).execute();
}

/** Writes an act of an account into the audit; a person with a link alone has no name to write. */
export async function noteAct(
  database: Database,
  { acting }: AboutRecording,
  row: RecordingRow,
  { what, detail }: { readonly what: AuditName; readonly detail?: string },
): Promise<void> {
  const { id: about, organisation } = row;
  if (!acting) return;
  await note(database, acting, {
    ...(organisation !== null && { organisation }),
    what,
    about,
    ...(detail !== undefined && { detail }),
  });
}

/** What is kept of meetings. */
export const recordings = {
  /**
   * Begins a recording in a room, under the lock of the organisation.
   * @param recording `bytes` are those from before a restart
   * @returns how much of its space is used, and how much the recording may write; absent without a bound
   * @throws LimitMet when nothing is left
   */
  begin: change(
    async (
      database,
      { room, bytes = 0, ...recording }: NewRecording & { readonly room: string; readonly bytes?: number },
    ): Promise<Reserved | undefined> => {
      const ofSpace = await database
        .selectFrom('rooms')
        .innerJoin('spaces', 'spaces.id', 'rooms.space')
        .innerJoin('organisations', 'organisations.id', 'spaces.organisation')
        .selectAll('organisations')
        .select('spaces.id as space')
        .where('rooms.id', '=', recording.home)
        .executeTakeFirst();
      const meeting = await programMeetingIn(database, recording.home);
      const owner = ofSpace ?? (await organisationOf(database, meeting?.owner));
      let reserved: Reserved | undefined;
      if (owner) {
        await lockOrganisation(database, owner.id);
        const count = await promisedOf(database, owner.id, recording.id);
        await requireBelow(database, owner, { limit: 'recordingBytes', count, remedies: ['removeOne', 'changeTier'] });
        reserved = await reserveFor(database, owner, { id: recording.id, bytes });
      }
      const row: RecordingRow = {
        id: recording.id,
        room,
        space: ofSpace?.space ?? null,
        organisation: owner?.id ?? null,
        parent: recording.parent ?? null,
        title: recording.title,
        state: 'recording',
        visibility: 'hosts',
        download: 0,
        chat: recording.chat,
        pass_key: recording.key,
        manager_key: recording.managerKey,
        code: recording.code,
        started_at: recording.at,
        duration: 0,
        bytes: 0,
        reserved: 0,
        views: 0,
        chapters: '[]',
        deleted_at: null,
      };
      // Again after a restart in the middle.
      await database
        .insertInto('recordings')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      if (meeting) await rememberForProgram(database, recording.id, meeting);
      if (reserved) await write(database, recording.id, { reserved: reserved.upTo });
      return reserved;
    },
  ),

  /** The recordings that were being written when the server last wrote. */
  unfinished: question(async (database, _input: void): Promise<RecordingFacts[]> => {
    const rows = await database.selectFrom('recordings').selectAll().where('state', '=', 'recording').execute();
    return rows.map(factsOf);
  }),

  /**
   * Writes how large a running recording is, and lets it write more.
   * @returns as `begin`; `upTo` is `bytes` when nothing is left
   */
  reserve: change(
    async (
      database,
      { id, bytes, duration }: { readonly id: string; readonly bytes: number; readonly duration: number },
    ): Promise<Reserved | undefined> => {
      const row = await database.selectFrom('recordings').selectAll().where('id', '=', id).executeTakeFirst();
      const organisation = row?.organisation ?? null;
      if (organisation !== null) await lockOrganisation(database, organisation);
      const owners = database
        .selectFrom('organisations')
        .selectAll()
        .where('id', '=', organisation ?? '');
      const owner = await owners.executeTakeFirst();
      const reserved = owner && (await reserveFor(database, owner, { id, bytes }));
      await write(database, id, { bytes, duration, reserved: reserved?.upTo ?? 0 });
      return reserved;
    },
  ),

  /** Writes how large a recording is. `isDone`: nothing more comes. */
  measure: change(
    async (
      database,
      { id, bytes, duration, isDone }: { id: string; bytes: number; duration: number; isDone: boolean },
    ): Promise<void> => {
      const row = await database.selectFrom('recordings').selectAll().where('id', '=', id).executeTakeFirst();
      // It may be in the bin by now.
      const isReady = isDone && row?.state === 'recording';
      // Its program shows it to people with the link, as soon as it can be played.
      const isProgram = isReady && (await countForProgram(database, row));
      const set = isProgram ? { state: 'published', visibility: 'link' } : { state: 'ready' };
      await write(database, id, { bytes, duration, reserved: 0, ...(isReady && set) });
      if (isReady) await tellOfRecording(database, { ...row, duration }, 'ready', Date.now());
      if (isProgram) await tellOfRecording(database, { ...row, duration }, 'published', Date.now());
    },
  ),

  /** The secret part of the link with which a recording without a space is managed; undefined for one of a space. */
  managerKey: question(async (database, { id }: { readonly id: string }): Promise<string | undefined> => {
    const row = database.selectFrom('recordings').select('manager_key').where('organisation', 'is', null);
    return (await row.where('id', '=', id).executeTakeFirst())?.manager_key;
  }),

  page: question(
    async (
      database,
      { acting, space, before, bin }: { acting: Acting; space: string; before?: number | undefined; bin: boolean },
    ): Promise<{ rows: RecordingFacts[]; more: boolean; usage: { bytes: number; most?: number } }> => {
      const { organisation } = await requireSpace(database, acting, space, 'read');
      let found = database.selectFrom('recordings').selectAll().where('space', '=', space);
      found = bin ? found.where('state', '=', 'deleted') : found.where('state', '!=', 'deleted');
      if (before !== undefined) found = found.where('started_at', '<', before);
      const rows = await found
        .orderBy('started_at', 'desc')
        .limit(recordingLimits.page + 1)
        .execute();
      const owner = await database
        .selectFrom('organisations')
        .selectAll()
        .where('id', '=', organisation)
        .executeTakeFirstOrThrow();
      const most = await boundFor(database, owner, 'recordingBytes');
      const usage = { bytes: await bytesOf(database, organisation), ...(most !== undefined && { most }) };
      const { page } = recordingLimits;
      const days = await daysIn(database, space);
      return { rows: rows.slice(0, page).map((row) => ({ ...factsOf(row), days })), more: rows.length > page, usage };
    },
  ),

  /** The bytes of all recordings of an organisation. */
  usage: question(
    async (database, { acting, organisation }: { acting: Acting; organisation: string }): Promise<number> => {
      await requireIn(database, acting, organisation, 'readUsage');
      return bytesOf(database, organisation);
    },
  ),

  /** @throws AppError `notFound`; `forbidden`, bound `code` or `signIn` */
  read: question(async (database, pass: AboutRecording): Promise<{ facts: RecordingFacts; manages: boolean }> => {
    const { row, manages } = await requirePlay(database, pass);
    return { facts: { ...factsOf(row), days: await daysIn(database, row.space) }, manages };
  }),

  /** The recording, for each asker; undefined when there is none. */
  facts: question(async (database, { recording }: { readonly recording: string }) => {
    const row = await database.selectFrom('recordings').selectAll().where('id', '=', recording).executeTakeFirst();
    return row && factsOf(row);
  }),

  /** Counts one view, and nothing of the person. */
  view: change(async (database, { recording }: { readonly recording: string }): Promise<void> => {
    await database
      .updateTable('recordings')
      .set((is) => ({ views: is('views', '+', 1) }))
      .where('id', '=', recording)
      .execute();
  }),

  /** @throws AppError `notFound`, `forbidden`; `conflict` for a recording that is not ready */
  change: change(
    async (database, { set, ...about }: AboutRecording & { set: ChangeRecordingInput }): Promise<RecordingFacts> => {
      const row = await requireManage(database, about);
      if (row.state === 'deleted') throw new AppError('conflict', 'This recording is in the bin. Restore it first.');
      const { title, visibility, download, state, chapters } = set;
      if (state !== undefined && row.state === 'recording') {
        throw new AppError('conflict', 'This meeting is still being recorded. Stop the recording first.');
      }
      const changed = {
        ...(title !== undefined && { title }),
        ...(visibility !== undefined && { visibility }),
        ...(download !== undefined && { download: download ? (1 as const) : (0 as const) }),
        ...(state !== undefined && { state }),
        ...(chapters !== undefined && { chapters: JSON.stringify(chapters) }),
      };
      if (Object.keys(changed).length > 0) await write(database, row.id, changed);
      if (state !== undefined && (state === 'published') !== (row.state === 'published'))
        await tellOfRecording(
          database,
          row,
          state === 'published' ? 'published' : 'unpublished',
          about.acting?.at ?? Date.now(),
        );
      await noteAct(database, about, row, { what: 'recording:change', detail: Object.keys(changed).join(' ') });
      return factsOf({ ...row, ...changed });
    },
  ),

  /** @throws AppError `notFound`, `forbidden`; `conflict` while it is written or in the bin */
  requireCut: question(async (database, about: AboutRecording): Promise<RecordingFacts> => {
    const row = await requireManage(database, about);
    if (row.state === 'recording' || row.state === 'deleted') {
      throw new AppError('conflict', 'Only a recording that is ready can be cut.');
    }
    return factsOf(row);
  }),

  /** Writes who changed the files of a recording. @throws AppError `notFound`, `forbidden` */
  noted: change(
    async (
      database,
      {
        what,
        detail,
        ...about
      }: AboutRecording & { what: 'recording:addCaptions' | 'recording:removeCaptions'; detail: string },
    ): Promise<void> => {
      const row = await requireManage(database, about);
      await noteAct(database, about, row, { what, detail });
    },
  ),

  /** Checks that a recording may have more bytes, under the lock of its organisation. @throws LimitMet */
  requireRoom: change(
    async (database, { id, bytes }: { readonly id: string; readonly bytes: number }): Promise<void> => {
      const row = await database.selectFrom('recordings').selectAll().where('id', '=', id).executeTakeFirst();
      const owner = await organisationOf(database, row?.organisation ?? '');
      if (!owner) return;
      await lockOrganisation(database, owner.id);
      const count = (await promisedOf(database, owner.id, '')) + bytes;
      await requireBelow(database, owner, { limit: 'recordingBytes', count, remedies: ['removeOne', 'changeTier'] });
    },
  ),

  /** Writes what is left of a recording that was written anew, and who did it. @throws AppError `notFound`, `forbidden` */
  rewritten: change(async (database, { what, chapters, chat, ...about }: AboutRecording & Rewritten): Promise<void> => {
    const row = await requireManage(database, about);
    await write(database, row.id, { chapters: JSON.stringify(chapters), ...(chat !== undefined && { chat }) });
    await noteAct(database, about, row, { what });
  }),

  /**
   * Moves it to the bin. `erases`: it was there, and the caller erases it now.
   * @throws AppError `notFound`, `forbidden`; `conflict` while it is written
   */
  remove: change(async (database, { at, ...about }: AboutRecording & { at: number }): Promise<{ erases: boolean }> => {
    const row = await requireManage(database, about);
    if (row.state === 'recording') {
      throw new AppError('conflict', 'This meeting is still being recorded. Stop the recording first.');
    }
    const erases = row.state === 'deleted';
    // From the beginning of time: the next sweep finishes an erasure that is interrupted.
    await write(database, row.id, { state: 'deleted', deleted_at: erases ? 0 : at });
    if (!erases) await tellOfRecording(database, row, 'deleted', at);
    await noteAct(database, about, row, { what: erases ? 'recording:erase' : 'recording:remove' });
    return { erases };
  }),

  /** @throws AppError `notFound`, `forbidden`; `conflict` when it is not in the bin */
  restore: change(async (database, about: AboutRecording): Promise<RecordingFacts> => {
    const row = await requireManage(database, about);
    if (row.state !== 'deleted' || row.deleted_at === 0) {
      throw new AppError('conflict', 'This recording is not in the bin.');
    }
    const set = { state: 'unpublished', deleted_at: null };
    await write(database, row.id, set);
    await noteAct(database, about, row, { what: 'recording:restore' });
    return factsOf({ ...row, ...set });
  }),
  ...recordingEnds,
};
