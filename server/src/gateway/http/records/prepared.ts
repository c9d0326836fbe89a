import * as contract from '@plenum/shared/api/space/prepared';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import type { SlideMaking, SlideUpload } from '../../../records/prepared/ports.ts';
import type { Preparing } from '../../../records/prepared/prepared.ts';
import { keyOf } from '../asking.ts';
import { type FileTools, Receiving } from '../files.ts';
import { hashesOf, newRoomKeys } from '../roomKeys.ts';
import { newRoomId } from '../rooms.ts';
import { type Serving, serving } from '../serving.ts';
import type { UploadMeter } from '../UploadBudget.ts';

interface PreparedOptions extends FileTools, SlideMaking {
  readonly preparing: Preparing;
  readonly now: () => number;
}

/** Marks an error that came before the upload was read. */
const atDoor = 'space';

interface Bringing extends Pick<SlideUpload, 'query' | 'gone' | 'say'> {
  readonly acting: Acting;
  readonly space: string;
  readonly meter: UploadMeter;
}

/** Serves what is prepared in spaces. */
export function preparedServings(options: PreparedOptions): readonly Serving[] {
  const { preparing, files } = options;
  return [
    serving(contract.listPrepared, {
      handle: async ({ acting, params }) => ({ items: await preparing.list({ acting, ...params }) }),
    }),
    serving(contract.addPrepared, {
      handle: ({ acting, params, input }) => preparing.add({ acting, ...params }, input),
    }),
    serving(contract.changePrepared, {
      handle: ({ acting, params: { space, item }, input }) => preparing.change({ acting, space }, item, input),
    }),
    serving(contract.removePrepared, {
      async handle({ acting, params: { space, item } }) {
        const { shelf, files: gone } = await preparing.remove({ acting, space }, item);
        if (shelf !== undefined) for (const file of gone) await files.remove(shelf, file);
        return {};
      },
    }),
    serving(contract.bringPrepared, {
      async handle({ acting, params: { space }, query, upload: meter, gone, say }) {
        return {
          stage: 'done' as const,
          presentation: await bring(options, { acting, space, query, meter, gone, say }),
        };
      },
      refused(error) {
        // Who may not prepare here gets the status of every other endpoint; a line says what happened to the file.
        const isAtDoor = error instanceof AppError && error.bound === atDoor;
        const reason = isAtDoor ? undefined : options.refusalOf(error);
        return reason && { stage: 'refused' as const, reason };
      },
    }),
  ];
}

/** Converts an upload and keeps it in the space. @returns the id. @throws AppError, Refused */
async function bring(options: PreparedOptions, { acting, space, meter, ...upload }: Bringing): Promise<string> {
  const { preparing, makeSlides, newId, now } = options;
  const record = { id: newRoomId(), ...hashesOf(newRoomKeys()), createdAt: now() };
  const shelf: RoomId = await preparing.shelf({ acting, space }, record).catch((error: unknown) => {
    throw error instanceof AppError ? new AppError(error.code, error.message, atDoor) : error;
  });
  const by = { room: shelf, person: keyOf(acting.asker) };
  const receiving = new Receiving({ ...options, room: shelf, by, meter, gone: upload.gone });
  try {
    const presentation = await makeSlides({
      ...upload,
      newId,
      apart: (sizes, work) => receiving.apart(sizes, work),
      keep: (path) => receiving.keep(path, contract.preparedLimits.bytes),
    });
    await preparing.addSlides({ acting, space }, presentation, receiving.keptBytes);
    return presentation.id;
  } catch (error) {
    await receiving.removeAll();
    throw error;
  }
}

/** Shares a prepared file with a room. @returns false when the file is gone */
export async function shareWith(
  { files }: Pick<FileTools, 'files'>,
  shelf: RoomId,
  file: string,
  room: RoomId,
): Promise<boolean> {
  try {
    await files.share(shelf, file, room);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'notFound') return false;
    throw error;
  }
}
