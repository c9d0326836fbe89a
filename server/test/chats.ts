import type { Reply } from '@plenum/shared/core/errors';
import { serveChat } from '../src/features/chat/chat.ts';
import type { World } from './world.ts';

/** The id of the message that a reply tells of. */
export function idOf(reply: Reply): string {
  if (!reply.ok) throw new Error(`It was refused: ${reply.code} ${reply.message}`);
  return (reply.value as { readonly id: string }).id;
}

/** A file that has come in for a member, as the HTTP side tells it. */
export async function bring(world: World, member: string, id: string, name = 'minutes.txt'): Promise<void> {
  const room = await world.room();
  room.tell(serveChat, { member, file: { id, name, bytes: 9 } });
  // Told in the background; the next commit comes behind it.
  await world.rooms.find(room.id);
}
