import { requestTicket } from '@plenum/client/core/http';
import { lineEvents, paths } from '@plenum/shared/core/wire';
import { io, type Socket } from 'socket.io-client';

/** Members of a room without a browser: sockets that only stay. They have names from 1 on, all of the same length. */
export class Crowd {
  readonly #sockets: readonly Socket[];

  private constructor(sockets: readonly Socket[]) {
    this.#sockets = sockets;
  }

  /** @param room path of the room, `/r/…` */
  static async join(origin: string, room: string, count: number): Promise<Crowd> {
    const roomId = room.split('/').at(-1) ?? '';
    const names = Array.from({ length: count }, (_, index) => `Member ${String(index + 1).padStart(2, '0')}`);
    return new Crowd(await Promise.all(names.map((name) => enter(origin, roomId, name))));
  }

  close(): void {
    for (const socket of this.#sockets) socket.disconnect();
  }
}

async function enter(origin: string, roomId: string, name: string): Promise<Socket> {
  const { ticket } = await requestTicket(origin, roomId, { name });
  const socket = io(origin, {
    path: paths.roomLine,
    transports: ['websocket'],
    forceNew: true,
    auth: { ticket },
    extraHeaders: { origin },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once(lineEvents.welcome, () => resolve());
    socket.once('connect_error', reject);
  });
  return socket;
}
