import { contentsFile, roomContents } from '@plenum/shared/api/contents/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { Rooms } from '../../room/Rooms.ts';
import type { RoomFile } from './sendFile.ts';
import { type Serving, serving } from './serving.ts';

/** Serves what everybody could see in a child room, and its files, to members who manage the rooms of the meeting. */
export function contentsServings({ rooms }: { readonly rooms: Rooms }): readonly Serving[] {
  return [
    serving(roomContents, {
      async handle({ seated, params }) {
        const { id, title } = await rooms.requireChild(seated.room.id, params.child);
        return { title, states: { ...(await rooms.contents(id)) } };
      },
    }),
    serving(contentsFile, {
      async handle({ seated, params: { child, file } }): Promise<RoomFile> {
        const { id } = await rooms.requireChild(seated.room.id, child);
        if (!(await rooms.contentsShow(id, file))) throw new AppError('notFound', 'There is no such file.');
        return { room: id, file, cache: 'askFirst' };
      },
    }),
  ];
}
