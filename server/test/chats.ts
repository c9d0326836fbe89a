import type { Reply } from '@plenum/shared/core/errors';
import { serveChat } from '../src/features/chat/chat.ts';
import type { World } from './world.ts';

/** The id of the message in a reply. */
export function idOf(reply: Reply): string {
  if (!reply.ok) throw new Error(`It was refused: ${reply.code} ${reply.message}`);
  return (reply.value as { readonly id: string }).id;
}

/** Tells the chat of an uploaded file of a member, as the HTTP side does. */
export async function bring(world: World, member: string, id: string, name = 'minutes.txt'): Promise<void> {
  const room = await world.room();
  room.tell(serveChat, { member, file: { id, name, bytes: 9 } });
  // The fact is handled in the background; the next commit comes after it.
  await world.rooms.find(room.id);
}
