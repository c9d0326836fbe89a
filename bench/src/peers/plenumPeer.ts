import { createRoom } from '@plenum/client/core/http';
import { ServerProcess } from '@plenum/client/e2e/support/server';
import { Bot } from '../bots/Bot.ts';
import type { PeerServer } from './peer.ts';

/** Plenum as in production. @param slots voices of a room; 0: a consumer for each microphone */
export async function startPlenumPeer(slots: number): Promise<PeerServer> {
  const server = await ServerProcess.start({ environment: { PLENUM_AUDIO_SLOTS: String(slots) } });
  const rooms = new Map<number, Promise<string>>();
  const roomOf = (number: number) => {
    const known = rooms.get(number) ?? createRoom(server.origin, { title: 'Bench' }).then(({ id }) => id);
    rooms.set(number, known);
    return known;
  };
  return {
    pid: server.pid,
    async enter({ name, room, depth, sends }) {
      const bot = await Bot.join({ base: server.origin, roomId: await roomOf(room), name, depth, sends });
      await bot.publish();
      return bot;
    },
    // The server tells everybody by itself.
    async connectAll() {},
    close: () => server.close(),
  };
}
