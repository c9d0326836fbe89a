import { boardPicture, bringPicture } from '@plenum/shared/api/whiteboard/contract';
import { AppError } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { type PictureAnswer, type PictureRefusal, pictureRefusals } from '@plenum/shared/features/whiteboard/picture';
import { Refused } from '../../conversion/Refused.ts';
import { requireFile } from '../../files/ownership.ts';
import { bringing, type FileEndpoint, giving } from '../../files/ports.ts';
import { releases } from '../../files/released.ts';
import { mayDraw } from './rights.ts';
import { serveWhiteboard } from './whiteboard.ts';

export const boardReleases = releases(whiteboard);

/** Pictures are re-encoded before they are kept. Members get those of the shapes that they may see. */
export const boardFiles: readonly FileEndpoint[] = [
  bringing(bringPicture, {
    requireAllowed({ room, member }) {
      if (mayDraw(room.committed(whiteboard), member)) return;
      throw new AppError('forbidden', 'Drawing is switched off for you.');
    },
    async take({ said, room, member, gone, apart, keep }) {
      if (said === undefined || said === 0) throw new Refused('broken', 'the request has no Content-Length');
      return apart([said], async (parts) => {
        const { path, width, height } = await parts.picture(whiteboardLimits.pictureSide);
        gone.throwIfAborted();
        const { id: file } = await keep(path, limits.roomBytes);
        await room.settle(serveWhiteboard, { member: member.id, file });
        return { file, width, height };
      });
    },
    refused(error): PictureAnswer | undefined {
      if (error instanceof Refused) return { refused: refusalOf(error) };
      return error instanceof AppError && error.bound === 'bytes' ? { refused: 'bytes' } : undefined;
    },
  }),
  giving(boardPicture, (wish) => ({ file: requireFile(serveWhiteboard, wish, wish.params.file), cache: 'askFirst' })),
];

function refusalOf({ reason }: Refused): PictureRefusal {
  return pictureRefusals.find((one) => one === reason) ?? 'broken';
}
