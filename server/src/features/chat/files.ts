import { bringChatFile, chatFile } from '@plenum/shared/api/chat/contract';
import { AppError } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { chat, type ChatFile } from '@plenum/shared/features/chat/contract';
import { fileNameOf, imageTypeOf } from '@plenum/shared/features/chat/fileNames';
import { requireFile } from '../../files/ownership.ts';
import { bringing, type FileEndpoint, giving, type Received } from '../../files/ports.ts';
import { releases } from '../../files/released.ts';
import { serveChat } from './chat.ts';

export const chatReleases = releases(chat);

/** Files for messages are kept as they were sent. They are for those who see such a message. */
export const chatFiles: readonly FileEndpoint[] = [
  bringing(bringChatFile, {
    async take({ query, room, member, receive }) {
      const file = describe(fileNameOf(query.name), await receive(limits.roomFileBytes));
      await room.settle(serveChat, { member: member.id, file });
      return file;
    },
  }),
  // Its bytes never change, but its message may be deleted, and no browser is to have it then.
  giving(chatFile, (wish) => ({
    file: requireFile(serveChat, wish, wish.params.file),
    inline: true,
    cache: 'never',
  })),
];

/** @throws AppError `invalid` when the name promises an image that the bytes are not, or the image is too large */
function describe(name: string, { id, bytes, kind }: Received): ChatFile {
  const promised = imageTypeOf(name);
  if (promised !== undefined && (promised !== kind.type || !kind.image)) {
    throw new AppError('invalid', 'This file is not what its name says.');
  }
  const { image } = kind;
  if (!image) return { id, name, bytes };
  if (image.width * image.height > limits.imagePixels) throw new AppError('invalid', 'This image is too large.');
  return { id, name, bytes, image };
}
