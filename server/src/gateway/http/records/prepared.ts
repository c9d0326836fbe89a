import * as contract from '@plenum/shared/api/space/prepared';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import type { Presentation } from '@plenum/shared/features/slides/contract';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import { pageWidth, steepestPage } from '@plenum/shared/features/slides/contract';
import type { Refusal, UploadLine } from '@plenum/shared/features/slides/upload';
import { Refused } from '../../../conversion/Refused.ts';
import type { Converted } from '../../../conversion/Converter.ts';
import type { Upload } from '../../../files/ports.ts';
import type { Preparing } from '../../../records/prepared/prepared.ts';
import { keyOf } from '../asking.ts';
import { type FileTools, Receiving } from '../files.ts';
import { hashesOf, newRoomKeys } from '../roomKeys.ts';
import { newRoomId } from '../rooms.ts';
import { type Serving, serving } from '../serving.ts';
import type { UploadMeter } from '../UploadBudget.ts';

/** Stores the files of a conversion as a presentation, without the member whom a room would name. */
export type KeepSlides = (
  upload: Pick<Upload, 'keep' | 'newId'>,
  name: string,
  made: Converted,
) => Promise<Presentation>;

/** How a feature turns uploads into slides: the converter's part is here, the presentation is the feature's. */
export interface SlideMaking {
  readonly keepSlides: KeepSlides;
  /** Why an upload was refused; undefined for a fault of the server. */
  readonly reasonOf: (error: unknown) => Refusal | undefined;
}

interface PreparedOptions extends FileTools, SlideMaking {
  readonly preparing: Preparing;
  readonly now: () => number;
}

/** Marks an error that came before the upload was read. */
const atDoor = 'space';

interface Bringing {
  readonly acting: Acting;
  readonly space: string;
  readonly name: string;
  readonly sizes: readonly number[];
  readonly meter: UploadMeter;
  readonly gone: AbortSignal;
  readonly say: (line: UploadLine) => void;
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
        const sizes = query.sizes.split(',').map(Number);
        const asked = { acting, space, name: query.name, sizes, meter, gone, say };
        return { stage: 'done' as const, presentation: await bring(options, asked) };
      },
      refused(error): UploadLine | undefined {
        // Who may not prepare here gets the status of every other endpoint; a line says what happened to the file.
        const isAtDoor = error instanceof AppError && error.bound === atDoor;
        const reason = isAtDoor ? undefined : options.reasonOf(error);
        return reason && { stage: 'refused', reason };
      },
    }),
  ];
}

/** Converts an upload and keeps it in the space. @returns the id. @throws AppError, Refused */
async function bring(options: PreparedOptions, { acting, space, name, sizes, meter, gone, say }: Bringing) {
  const { preparing, keepSlides, newId, now } = options;
  if (sizes.reduce((sum, size) => sum + size, 0) > slidesLimits.presentationBytes) throw new Refused('bytes');
  const record = { id: newRoomId(), ...hashesOf(newRoomKeys()), createdAt: now() };
  const shelf: RoomId = await preparing.shelf({ acting, space }, record).catch((error: unknown) => {
    throw error instanceof AppError ? new AppError(error.code, error.message, atDoor) : error;
  });
  const by = { room: shelf, person: keyOf(acting.asker) };
  const receiving = new Receiving({ ...options, room: shelf, by, meter, gone });
  try {
    return await receiving.apart(sizes, async (parts) => {
      say({ stage: 'waiting' });
      const made = await parts.pages({
        name,
        page: { width: pageWidth, steepest: steepestPage },
        onPlace: (place) => say({ stage: 'waiting', place }),
        onProgress: (page, of) =>
          say({ stage: 'converting', ...(page !== undefined && { page }), ...(of !== undefined && { of }) }),
      });
      gone.throwIfAborted();
      const keep: Upload['keep'] = (path) => receiving.keep(path, contract.preparedLimits.bytes);
      const presentation = await keepSlides({ keep, newId }, name, made);
      await preparing.addSlides({ acting, space }, presentation, receiving.keptBytes);
      return presentation.id;
    });
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
