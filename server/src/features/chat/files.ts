import { bringChatFile, chatFile } from '@plenum/shared/api/chat/contract';
import { AppError } from '@plenum/shared/core/errors';
import { chatLimits } from '@plenum/shared/features/chat/limits';
import { chat, type ChatFile } from '@plenum/shared/features/chat/contract';
import { fileNameOf, imageTypeOf } from '@plenum/shared/features/chat/fileNames';
import { requireFile } from '../../files/ownership.ts';
import { bringing, type FileEndpoint, giving, type Received } from '../../files/ports.ts';
import { releases } from '../../files/released.ts';
import { serveChat } from './chat.ts';

/** Declares that the files of a `released` event of the chat leave the disk. */
export const chatReleases = releases(chat);

/** The endpoints for files of messages. The bytes stay as they were sent; only readers of a message get its files. */
export const chatFiles: readonly FileEndpoint[] = [
  bringing(bringChatFile, {
    async take({ query, room, member, receive }) {
      const file = describe(fileNameOf(query.name), await receive(chatLimits.roomFileBytes));
      await room.settle(serveChat, { member: member.id, file });
      return file;
    },
  }),
  // The bytes never change, but the message may be deleted, and then no browser cache may have the file.
  giving(chatFile, (wish) => ({
    file: requireFile(serveChat, wish, wish.params.file),
    inline: true,
    cache: 'never',
  })),
];

/** @throws AppError `invalid` when the name claims an image type that the bytes are not, or the image is too large */
function describe(name: string, { id, bytes, kind }: Received): ChatFile {
  const claimed = imageTypeOf(name);
  if (claimed !== undefined && (claimed !== kind.type || !kind.image)) {
    throw new AppError('invalid', 'The content of this file is not of the image type that its name claims.');
  }
  const { image } = kind;
  if (!image) return { id, name, bytes };
  if (image.width * image.height > chatLimits.imagePixels)
    throw new AppError('invalid', `An image has at most ${chatLimits.imagePixels} pixels.`);
  return { id, name, bytes, image };
}
