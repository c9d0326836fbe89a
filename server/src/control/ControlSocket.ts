import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { AppError, failureOf } from '@plenum/shared/core/errors';
import { inBackground } from '@plenum/shared/core/background';
import { RoomId } from '@plenum/shared/core/ids';
import type { Meeting } from './protocol.ts';

/** What the socket reaches. */
interface Controlled {
  meetings(): Promise<readonly Meeting[]>;
  /** @throws AppError `notFound` when no meeting is on in this room */
  endMeeting(room: RoomId): Promise<void>;
}

/** The path of the socket of the server that runs on a data folder. */
export function socketIn(data: string): string {
  return join(data, 'plenum.sock');
}

/**
 * A socket in the data folder through which the command line reaches the running server. The system lets only the user of the
 * server connect (decision 0152).
 */
export class ControlSocket {
  readonly #server: Server;
  readonly #path: string;

  private constructor(server: Server, path: string) {
    this.#server = server;
    this.#path = path;
  }

  /** Call it with the data folder locked: a socket that is there is left from a server that ended. */
  static async open(data: string, controlled: Controlled, failed: (error: unknown) => void): Promise<ControlSocket> {
    const path = socketIn(data);
    await rm(path, { force: true });
    const server = createServer((request, response) => {
      inBackground(answer(controlled, request, response), failed);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    server.on('error', failed);
    await chmod(path, 0o600);
    return new ControlSocket(server, path);
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()));
    await rm(this.#path, { force: true });
  }
}

async function answer(controlled: Controlled, request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.resume();
  try {
    send(response, 200, await act(controlled, request));
  } catch (error) {
    send(response, 400, failureOf(error));
    if (!(error instanceof AppError)) throw error;
  }
}

async function act(controlled: Controlled, { method, url = '' }: IncomingMessage): Promise<unknown> {
  if (method === 'GET' && url === '/meetings') return { meetings: await controlled.meetings() };
  const [, room] = /^\/meetings\/([^/]+)\/end$/.exec(url) ?? [];
  if (method !== 'POST' || room === undefined) throw new AppError('notFound', 'The server knows no such order.');
  const id = RoomId.safeParse(room);
  if (!id.success) throw new AppError('invalid', 'This is no id of a room.');
  await controlled.endMeeting(id.data);
  return {};
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
