import { bringPicture as takePicture } from '@plenum/shared/api/whiteboard/contract';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import type { PictureRefusal } from '@plenum/shared/features/whiteboard/picture';
import { uploadFile } from '../../../app/files.ts';
import type { PageOnStage } from '../../slides/slot.ts';
import { rounded } from '../drawing/box.ts';
import { type BoardDesk, newShapeId } from './BoardDesk.ts';

/** A picture that cannot be added to the board, and the reason. */
export class PictureRefused extends Error {
  override readonly name = 'PictureRefused';
  readonly reason: PictureRefusal;

  constructor(reason: PictureRefusal) {
    super(reason);
    this.reason = reason;
  }
}

/** The picture types that a board accepts, for file dialogs. */
export const pictureTypes = 'image/png,image/jpeg,image/webp,image/avif,image/gif';

/** The files whose type says that they are pictures. */
export function picturesAmong(files: Iterable<File> | undefined): readonly File[] {
  return [...(files ?? [])].filter(({ type }) => type.startsWith('image/'));
}

/** Largest share of the view that a new picture covers. */
const share = 0.6;

/**
 * Uploads a picture, puts it on the page with its middle at a point in page units, and selects it.
 * @throws PictureRefused, AppError
 */
export async function bringPicture(
  desk: BoardDesk,
  { id: page, view }: PageOnStage,
  body: File,
  at: { readonly x: number; readonly y: number },
): Promise<void> {
  if (body.size === 0) throw new PictureRefused('broken');
  if (body.size > whiteboardLimits.pictureBytes) throw new PictureRefused('bytes');
  const stop = desk.bringing();
  try {
    const answer = await uploadFile(desk.session.pass, takePicture, {
      query: {},
      body,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    if ('refused' in answer) throw new PictureRefused(answer.refused);
    const scale = Math.min(1, (view.width * share) / answer.width, (view.height * share) / answer.height);
    const [w, h] = [rounded(answer.width * scale), rounded(answer.height * scale)];
    const id = newShapeId();
    const place = { x: rounded(at.x - w / 2), y: rounded(at.y - h / 2), w, h, angle: 0, order: desk.topOrder(page) };
    desk.put(page, [{ kind: 'image', id, ...place, file: answer.file, alt: '' }]);
    desk.setTool('select');
    desk.select([id]);
  } finally {
    stop();
  }
}
