import type { ErrorCode } from '@plenum/shared/core/errors';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import type { PictureRefusal } from '@plenum/shared/features/whiteboard/picture';
import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import { codeOf, wordsOfError } from '../../app/errorWords.ts';
import { type FileTrouble, fileTroubleOf, wordsOfTrouble } from '../../app/fileTrouble.ts';
import type { PageOnStage } from '../slides/slot.ts';
import { showToast } from '../../ui/toasts.ts';
import { bringPicture, picturesAmong, PictureRefused } from './desk/bringPictures.ts';
import { useDesk } from './useBoard.ts';

const wordsOf: Readonly<Record<PictureRefusal, ParseKeys>> = {
  kind: 'whiteboard.picture.refused.kind',
  bytes: 'whiteboard.picture.refused.bytes',
  size: 'whiteboard.picture.refused.size',
  broken: 'whiteboard.picture.refused.broken',
  heavy: 'whiteboard.picture.refused.heavy',
  busy: 'whiteboard.picture.refused.busy',
};

/** The words for refusals that come before the server has looked at the picture. */
const wordsHere: Partial<Readonly<Record<ErrorCode, ParseKeys>>> = {
  full: 'whiteboard.picture.full',
  limited: 'whiteboard.picture.refused.busy',
};

/** Offset between several new pictures, page units. */
const aside = 40;

/** Adds pictures to the page, at a point or in the middle; reports failures. Returns true when there was a picture. */
export function useBringPictures(
  page: PageOnStage,
): (files: Iterable<File> | undefined, at?: { readonly x: number; readonly y: number }) => boolean {
  const { t } = useTranslation();
  const desk = useDesk();
  const tell = (words: string) => showToast({ tone: 'warning', words });
  const tellOf = (trouble: FileTrouble, { name }: File) => tell(wordsOfTrouble(t, trouble, name));
  const say = async (picture: File, error: unknown) => {
    const trouble = await fileTroubleOf(picture);
    const isBroken = error instanceof PictureRefused && error.reason === 'broken' && picture.size > 0;
    if (trouble === 'unreadable' || (trouble && isBroken)) return tellOf(trouble, picture);
    const words =
      error instanceof PictureRefused
        ? t(wordsOf[error.reason], { megabytes: whiteboardLimits.pictureBytes / 1024 ** 2 })
        : t(wordsHere[codeOf(error)] ?? wordsOfError(error));
    tell(words);
  };
  return (files, at) => {
    const { view } = page;
    const { x, y } = at ?? { x: view.x + view.width / 2, y: view.y + view.height / 2 };
    const pictures = picturesAmong(files);
    for (const [index, picture] of pictures.entries()) {
      bringPicture(desk, page, picture, { x: x + index * aside, y: y + index * aside }).then(
        async () => {
          const trouble = await fileTroubleOf(picture);
          if (trouble) tellOf(trouble, picture);
        },
        (error: unknown) => say(picture, error),
      );
    }
    return pictures.length > 0;
  };
}
