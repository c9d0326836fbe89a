import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { AppError, failureOf } from '@plenum/shared/core/errors';
import { inBackground } from '@plenum/shared/core/background';
import { RoomId } from '@plenum/shared/core/ids';
import type * as z from 'zod/mini';
import { Appoint, Cordon, EraseAccount, EraseGuest, ImportQuery, type Meeting } from './protocol.ts';

/** What the socket reaches. */
interface Controlled {
  meetings(): Promise<readonly Meeting[]>;
  /** @throws AppError `notFound` when no meeting is on in this room */
  endMeeting(room: RoomId): Promise<void>;
  readonly orders: {
    appoint(email: string, how: 'letter' | 'link'): Promise<object>;
    exportSpace(slug: string): Promise<Readable>;
    exportRecording(id: string): Promise<Readable>;
    importRecording(archive: AsyncIterable<Uint8Array>, slug: string): Promise<object>;
    importSpace(archive: AsyncIterable<Uint8Array>, owner: string, slug: string | undefined): Promise<object>;
    eraseAccount(email: string): Promise<object>;
    eraseGuest(slug: string, name: string): Promise<object>;
  };
  /** This server as one node of several; undefined for a single one. */
  readonly cluster: Nodes | undefined;
  /** Ends the process, when the answer has left. */
  readonly stop?: () => void;
}

/** What the command line does with the nodes of a cluster. */
interface Nodes {
  readonly directory: { readonly here: { readonly node: string } };
  list(): Promise<readonly object[]>;
  /** @throws AppError `notFound` */
  cordon(node: string | undefined, cordoned: boolean): Promise<string>;
  drain(): Promise<{ readonly moved: number; readonly left: number }>;
}

/** The most bytes of an order, but for the archive of an import. */
const mostBytes = 16 * 1024;

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
    // An archive may take as long as it takes: only the user of the server sends one.
    server.requestTimeout = 0;
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
  try {
    const answered = await act(controlled, request);
    if (answered instanceof Readable) {
      response.writeHead(200, { 'Content-Type': 'application/gzip' });
      // A stream that fails cuts the connection, which the command line takes for a failure.
      return await pipeline(answered, response);
    }
    send(response, 200, answered);
  } catch (error) {
    if (!response.headersSent) send(response, 400, failureOf(error));
    if (!(error instanceof AppError)) throw error;
  } finally {
    request.resume();
  }
}

async function act(controlled: Controlled, request: IncomingMessage): Promise<unknown> {
  const { method, url = '' } = request;
  const { orders } = controlled;
  const [path = '', query = ''] = url.split('?');
  switch (`${method} ${path}`) {
    case 'GET /meetings':
      return { meetings: await controlled.meetings() };
    case 'POST /operators': {
      const { email, how } = await inputOf(Appoint, request);
      return orders.appoint(email, how);
    }
    case 'POST /spaces': {
      const { owner, slug } = parsed(ImportQuery, Object.fromEntries(new URLSearchParams(query)));
      return orders.importSpace(request, owner, slug);
    }
    case 'POST /erase/account':
      return orders.eraseAccount((await inputOf(EraseAccount, request)).email);
    case 'POST /erase/guest': {
      const { slug, name } = await inputOf(EraseGuest, request);
      return orders.eraseGuest(slug, name);
    }
  }
  if (path.startsWith('/nodes')) return actOnNodes(controlled, `${method} ${path}`, request);
  const [, slug] = /^\/spaces\/([a-z0-9-]{1,40})\/archive$/.exec(path) ?? [];
  if (method === 'GET' && slug !== undefined) return orders.exportSpace(slug);
  const [, recording] = /^\/recordings\/([\w-]{1,40})\/archive$/.exec(path) ?? [];
  if (method === 'GET' && recording !== undefined) return orders.exportRecording(recording);
  const [, home] = /^\/spaces\/([a-z0-9-]{1,40})\/recordings$/.exec(path) ?? [];
  if (method === 'POST' && home !== undefined) return orders.importRecording(request, home);
  const [, room] = /^\/meetings\/([^/]+)\/end$/.exec(path) ?? [];
  if (method !== 'POST' || room === undefined) throw new AppError('notFound', 'The server knows no such order.');
  const id = RoomId.safeParse(room);
  if (!id.success) throw new AppError('invalid', 'This is no id of a room.');
  await controlled.endMeeting(id.data);
  return {};
}

async function actOnNodes({ cluster, stop }: Controlled, order: string, request: IncomingMessage): Promise<unknown> {
  if (!cluster) throw new AppError('notFound', 'This server is not a node of a cluster: PLENUM_NODE_NAME is not set.');
  switch (order) {
    case 'GET /nodes':
      return { nodes: await cluster.list(), here: cluster.directory.here.node };
    case 'POST /nodes/cordon': {
      const { node, cordoned } = await inputOf(Cordon, request);
      return { node: await cluster.cordon(node, cordoned) };
    }
    case 'POST /nodes/drain':
      return cluster.drain();
    case 'POST /nodes/leave': {
      const drained = await cluster.drain();
      if (drained.left === 0) stop?.();
      return drained;
    }
    default:
      throw new AppError('notFound', 'The server knows no such order.');
  }
}

async function inputOf<Input extends z.ZodMiniType>(schema: Input, request: IncomingMessage): Promise<z.output<Input>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    if ((bytes += (chunk as Buffer).length) > mostBytes) throw new AppError('invalid', 'The order is too long.');
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new AppError('invalid', 'The order is no JSON.');
  }
  return parsed(schema, value);
}

function parsed<Input extends z.ZodMiniType>(schema: Input, value: unknown): z.output<Input> {
  const input = schema.safeParse(value);
  if (!input.success)
    throw new AppError('invalid', `The order is wrong at "${input.error.issues[0]?.path.join('.')}".`);
  return input.data;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
