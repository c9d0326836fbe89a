import type { Socket } from 'socket.io';
import type { Room } from '../room/Room.ts';
import type { SeatClaims } from './tickets.ts';

/** What a socket of a room line carries: set by the handshake, the channel when the line is added to its room. */
export interface SocketData {
  claims?: SeatClaims;
  room?: Room;
  after?: number;
  channel?: { flush(): void };
}

export type LineSocket = Socket<never, never, never, SocketData>;

/** Lets go of the request and the handshake that opened a line: nothing reads them any more, and they are 4 kB for each. */
export function forgetHandshake(socket: LineSocket): void {
  Reflect.set(socket.conn, 'request', undefined);
  Reflect.set(socket, 'handshake', undefined);
}

interface Emitter {
  emit(name: string, ...args: unknown[]): unknown;
}

/** Sends an event. socket.io types events by name, but ours are typed by contracts. */
export function emit(target: unknown, name: string, ...args: unknown[]): void {
  const given = args.at(-1) === undefined ? args.slice(0, -1) : args;
  (target as Emitter).emit(name, ...given);
}
