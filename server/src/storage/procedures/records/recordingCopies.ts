import { type Copy, CopyFault, CopyKind, CopyState } from '@plenum/shared/api/recording/copies';
import { AppError } from '@plenum/shared/core/errors';
import type { CopyRun } from '../../recordPorts.ts';
import type { RecordingCopyRow } from '../../recordRows.ts';
import { change, type Database, question } from '../procedure.ts';
import { promisedOf } from './recordingSpace.ts';
import { type AboutRecording, noteAct, requireManage } from './recordings.ts';
import { lockOrganisation } from './standing.ts';
import { boundFor, requireBelow } from './tiers.ts';

/** A run that was not heard of for so long has died with its server, in ms. */
const silentMs = 120_000;
/** A copy that is begun so often without an end is not begun again. */
const mostTries = 3;

/** A copy as its askers see it. @throws when the row cannot be read */
function copyOf({ kind, state, share, bytes, why }: RecordingCopyRow): Copy {
  return {
    kind: CopyKind.parse(kind),
    state: CopyState.parse(state),
    share: share / 1_000,
    bytes,
    ...(why !== null && { why: CopyFault.parse(why) }),
  };
}

const fresh = {
  state: 'waiting',
  node: null,
  run: null,
  tries: 0,
  share: 0,
  bytes: 0,
  heard_at: 0,
  why: null,
} as const;

/** The organisation that pays for a recording's bytes, locked until the end of the transaction. */
async function ownerOf(database: Database, organisation: string | null) {
  if (organisation === null) return undefined;
  await lockOrganisation(database, organisation);
  return database.selectFrom('organisations').selectAll().where('id', '=', organisation).executeTakeFirst();
}

/** The change of the row that a run is making: of none when it is not this run's any more. */
function runs(database: Database, { recording, kind, run }: CopyRun) {
  return database
    .updateTable('recording_copies')
    .where('recording', '=', recording)
    .where('kind', '=', kind)
    .where('state', '=', 'making')
    .where('run', '=', run);
}

async function isMaking(database: Database, { recording, kind, run }: CopyRun): Promise<boolean> {
  const found = database.selectFrom('recording_copies').select('kind').where('recording', '=', recording);
  const own = found.where('kind', '=', kind).where('run', '=', run).where('state', '=', 'making');
  return (await own.executeTakeFirst()) !== undefined;
}

async function failIn(database: Database, run: CopyRun, why: CopyFault): Promise<void> {
  const failed = await runs(database, run).set({ state: 'failed', why }).executeTakeFirst();
  if (failed.numUpdatedRows !== 1n || run.kind !== 'webm') return;
  const others = database.updateTable('recording_copies').where('recording', '=', run.recording);
  await others.where('state', '=', 'waiting').set({ state: 'failed', why }).execute();
}

async function addBytes(database: Database, recording: string, bytes: number): Promise<void> {
  await database
    .updateTable('recordings')
    .set((is) => ({ bytes: is('bytes', '+', bytes) }))
    .where('id', '=', recording)
    .execute();
}

/** The files that the server makes of recordings. */
export const recordingCopies = {
  list: question(async (database, { recording }: { readonly recording: string }): Promise<Copy[]> => {
    const rows = database.selectFrom('recording_copies').selectAll().where('recording', '=', recording);
    return (await rows.orderBy('asked_at').execute()).map(copyOf);
  }),

  /**
   * Puts a copy into the queue, with the WebM that it is made from. One that is there, or waits, stays.
   * @throws AppError `notFound`, `forbidden`; `conflict` for a recording that is not ready; LimitMet when nothing is left
   */
  ask: change(
    async (
      database,
      { kind, at, ...about }: AboutRecording & { readonly kind: CopyKind; readonly at: number },
    ): Promise<void> => {
      const row = await requireManage(database, about);
      if (row.state === 'recording' || row.state === 'deleted') {
        throw new AppError('conflict', 'Files are made of a recording that is ready and not in the bin.');
      }
      const owner = await ownerOf(database, row.organisation);
      if (owner) {
        const count = await promisedOf(database, owner.id, '');
        await requireBelow(database, owner, { limit: 'recordingBytes', count, remedies: ['removeOne', 'changeTier'] });
      }
      for (const [index, one] of [...new Set<CopyKind>(['webm', kind])].entries()) {
        await database
          .insertInto('recording_copies')
          .values({ ...fresh, recording: row.id, kind: one, asked_at: at + index })
          .onConflict((conflict) =>
            conflict
              .columns(['recording', 'kind'])
              .doUpdateSet({ ...fresh, asked_at: at + index })
              .where('recording_copies.state', '=', 'failed'),
          )
          .execute();
      }
      await noteAct(database, about, row, { what: 'recording:copy', detail: kind });
    },
  ),

  /** Removes a copy, and what waits for it. @throws AppError `notFound`, `forbidden`; `conflict` in the bin */
  drop: change(async (database, { kind, ...about }: AboutRecording & { readonly kind: CopyKind }): Promise<void> => {
    const row = await requireManage(database, about);
    if (row.state === 'deleted') throw new AppError('conflict', 'This recording is in the bin. Restore it first.');
    const own = database.selectFrom('recording_copies').selectAll().where('recording', '=', row.id);
    const found = await own.where('kind', '=', kind).executeTakeFirst();
    if (!found) return;
    const remove = database.deleteFrom('recording_copies').where('recording', '=', row.id);
    await remove.where('kind', '=', kind).execute();
    if (kind === 'webm') await remove.where('state', 'in', ['waiting', 'making']).execute();
    await addBytes(database, row.id, -found.bytes);
    await noteAct(database, about, row, { what: 'recording:dropCopy', detail: kind });
  }),

  /** Puts all copies of a recording that is written anew into the queue again; its bytes are measured by the caller. */
  again: change(async (database, { recording }: { readonly recording: string }): Promise<void> => {
    await database.updateTable('recording_copies').set(fresh).where('recording', '=', recording).execute();
    const rows = database.selectFrom('recording_copies').selectAll().where('recording', '=', recording);
    const all = await rows.execute();
    // The WebM that the others were made from may have been removed.
    if (all.length === 0 || all.some(({ kind }) => kind === 'webm')) return;
    const asked = Math.min(...all.map(({ asked_at: at }) => at));
    const row = { ...fresh, recording, kind: 'webm', asked_at: asked - 1 };
    await database.insertInto('recording_copies').values(row).execute();
  }),

  /** Puts what a node had begun into the queue again. `isOrderly`: the node has stopped by itself, and not in the middle. */
  release: change(async (database, { node, isOrderly }: { node: string; isOrderly: boolean }): Promise<void> => {
    const begun = database.updateTable('recording_copies').where('node', '=', node).where('state', '=', 'making');
    await begun.set({ state: 'waiting', run: null, ...(isOrderly && { tries: 0 }) }).execute();
  }),

  /** Whether a run still makes its copy: it may have been dropped. */
  isMaking: question((database, run: CopyRun): Promise<boolean> => isMaking(database, run)),

  /** Gives the next copy to a run; undefined when none of these kinds waits. */
  claim: change(
    async (
      database,
      { node, run, kinds, at }: { node: string; run: string; kinds: readonly CopyKind[]; at: number },
    ): Promise<(CopyRun & { readonly duration: number }) | undefined> => {
      const silent = database.updateTable('recording_copies').where('state', '=', 'making');
      await silent
        .where('heard_at', '<', at - silentMs)
        .set({ state: 'waiting', run: null })
        .execute();
      const hopeless = database.updateTable('recording_copies').where('state', '=', 'waiting');
      await hopeless.where('tries', '>=', mostTries).set({ state: 'failed', why: 'fault' }).execute();
      if (kinds.length === 0) return undefined;
      const next = await database
        .selectFrom('recording_copies as copy')
        .innerJoin('recordings', 'recordings.id', 'copy.recording')
        .leftJoin('recording_copies as source', (join) =>
          join.onRef('source.recording', '=', 'copy.recording').on('source.kind', '=', 'webm'),
        )
        .select(['copy.recording', 'copy.kind', 'recordings.duration'])
        .where('copy.state', '=', 'waiting')
        .where('copy.kind', 'in', kinds)
        .where('recordings.state', 'in', ['ready', 'published', 'unpublished'])
        .where((is) => is.or([is('copy.kind', '=', 'webm'), is('source.state', '=', 'made')]))
        .orderBy('copy.asked_at')
        .limit(1)
        .executeTakeFirst();
      if (!next) return undefined;
      // Of two nodes that see the same row, one changes it.
      const claimed = await database
        .updateTable('recording_copies')
        .set((is) => ({ state: 'making', node, run, share: 0, heard_at: at, tries: is('tries', '+', 1) }))
        .where('recording', '=', next.recording)
        .where('kind', '=', next.kind)
        .where('state', '=', 'waiting')
        .executeTakeFirst();
      if (claimed.numUpdatedRows !== 1n) return undefined;
      return { recording: next.recording, kind: CopyKind.parse(next.kind), run, duration: next.duration };
    },
  ),

  /** Writes how far a run is, from 0 to 1. @returns false when the copy is not its own any more */
  hear: change(
    async (
      database,
      { share, at, ...run }: CopyRun & { readonly share: number; readonly at: number },
    ): Promise<boolean> => {
      const heard = runs(database, run).set({ share: Math.round(share * 1_000), heard_at: at });
      return (await heard.executeTakeFirst()).numUpdatedRows === 1n;
    },
  ),

  /**
   * Writes that a copy is made, and counts its bytes.
   * @returns `full`: the organisation has no space for it; `gone`: it is not this run's any more. The caller removes the file
   */
  made: change(
    async (database, { bytes, ...run }: CopyRun & { readonly bytes: number }): Promise<'made' | 'full' | 'gone'> => {
      const recording = database.selectFrom('recordings').selectAll().where('id', '=', run.recording);
      const row = await recording.executeTakeFirst();
      if (!row || !(await isMaking(database, run))) return 'gone';
      const owner = await ownerOf(database, row.organisation);
      const most = owner && (await boundFor(database, owner, 'recordingBytes'));
      const isFull = owner && most !== undefined && (await promisedOf(database, owner.id, '')) + bytes > most;
      if (isFull) {
        await failIn(database, run, 'full');
        return 'full';
      }
      await runs(database, run).set({ state: 'made', share: 1_000, bytes }).execute();
      await addBytes(database, run.recording, bytes);
      return 'made';
    },
  ),

  /** Writes why a copy failed; those that would be made from it fail too. */
  fail: change(async (database, { why, ...run }: CopyRun & { readonly why: CopyFault }): Promise<void> => {
    await failIn(database, run, why);
  }),
};
