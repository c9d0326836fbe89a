import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { firstSettings } from '@plenum/shared/api/space/settings';
import { paths, lineEvents } from '@plenum/shared/core/wire';
import { Server } from 'socket.io';

/** What a made-up server answers. */
interface Answers {
  readonly createRooms?: string;
  /** The door of the one room, `abcd-efgh`. */
  readonly door?: string;
  /** The version of the protocol in its welcome. */
  readonly version?: number;
  /** The door of the one space, `my-space`, and whether only people with an account get in. */
  readonly spaceDoor?: string;
  readonly accounts?: boolean;
  /** The title in its OpenAPI document. */
  readonly title?: string;
}

/** A server that answers as a Plenum would, as far as the door. */
export async function fakePlenum({
  createRooms = 'everyone',
  door = 'open',
  version = 1,
  title = 'Plenum',
  spaceDoor = 'open',
  accounts = false,
}: Answers): Promise<{ readonly origin: string; readonly asked: readonly string[]; close(): Promise<void> }> {
  const room = { id: 'abcd-efgh', title: 'Lesson', people: 3, full: false, door };
  const look = { welcome: '', sender: '', colour: '' };
  const sign = { slug: 'my-space', title: 'Space', organisation: 'Org', look, people: 1, full: false, door: spaceDoor };
  const codes = { member: 'member-code', moderator: 'moderator-code' };
  const owned = {
    id: 'space-0001',
    slug: 'new-space',
    title: 'Load test',
    organisation: 'org-000001',
    owner: 'account-01',
  };
  const space = { ...owned, hosts: [], settings: firstSettings, codes, calendar: '', inside: [], createdAt: 0 };
  const asked: string[] = [];
  const answers: Readonly<Record<string, object>> = {
    'GET /api/server': { createRooms, mayOpenLine: true },
    'GET /api/openapi.json': { info: { title, version: '9.9.9' } },
    'GET /api/rooms/abcd-efgh': room,
    'GET /api/s/my-space': { ...sign, start: 'everyone', accounts, as: 'none' },
    'POST /api/spaces': space,
    'DELETE /api/spaces/space-0001': {},
    'POST /api/rooms/abcd-efgh/tickets': { ticket: 't', roomUrl: '/socket.io', mediaUrl: '/media', identity: 'i' },
  };
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`.trim());
    const answer = answers[`${request.method} ${request.url}`];
    response.statusCode = answer ? 200 : 404;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer ?? { ok: false, code: 'notFound', message: 'There is nothing.' }));
  });
  const lines = new Server(server, { path: paths.roomLine });
  lines.on('connection', (socket) => socket.emit(lineEvents.welcome, { version }));
  return {
    origin: await listening(server),
    asked,
    close: async () => {
      await lines.close();
    },
  };
}

/** A web server that is no Plenum. */
export async function someWebServer(): Promise<{ readonly origin: string; close(): void }> {
  const server = createServer((_request, response) => response.end('<!doctype html><title>Hello</title>'));
  return { origin: await listening(server), close: () => server.close() };
}

async function listening(server: HttpServer): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
