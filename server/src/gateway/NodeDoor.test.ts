import { createServer, request as ask, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Moved } from '../cluster/Directory.ts';
import { createAuthority, type TestAuthority } from '../cluster/media/testing/identities.ts';
import { NodeDoor } from './NodeDoor.ts';

let authority: TestAuthority;
let doors: NodeDoor[];
let front: Server;
const failures: unknown[] = [];

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<unknown>((resolve) => void server.close(resolve));
  return port;
}

beforeAll(async () => {
  authority = createAuthority();
  // Good for the inner host alone, as docs/nodes.md says.
  const { ca, cert, key } = authority.issue('localhost');
  const certificates = { ca: Buffer.from(ca), cert: Buffer.from(cert), key: Buffer.from(key) };
  const failed = (_what: string, error: unknown) => failures.push(error);
  const open = (port: number) => NodeDoor.open({ host: '127.0.0.1', port, certificates, failed });
  const port = await freePort();
  const [here, owner] = await Promise.all([open(await freePort()), open(port)]);
  doors = [here, owner];
  owner.serve((request, response) => void response.end(`${request.headers.host} ${request.url}`));
  const moved = new Moved({ node: 'owner', roomUrl: '', mediaUrl: '', inner: `https://localhost:${port}` });
  front = createServer((request, response) => {
    here.forward(request, response, moved).catch(() => response.writeHead(503).end());
  });
  await new Promise<void>((resolve) => void front.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await Promise.all(doors.map((door) => door.close()));
  front.closeAllConnections();
  front.close();
  authority.remove();
});

/** Sends a request whose path and Host header are as a client may write them. */
function send(path: string, host: string): Promise<{ readonly status: number | undefined; readonly text: string }> {
  const { port } = front.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const asked = ask({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.once('end', () => resolve({ status: answer.statusCode, text }));
    });
    asked.once('error', reject).end();
  });
}

it('checks the certificate of the other node for its own name, whatever Host the client wrote', async () => {
  expect(await send('/api/rooms/x', 'meet.example.org')).toEqual({
    status: 200,
    text: 'meet.example.org /api/rooms/x',
  });
  expect(failures).toEqual([]);
});

it('connects to the owner, whatever address the client wrote for its path', async () => {
  for (const path of ['https://192.0.2.1:8443/api/x?y=1', 'http://192.0.2.1/api/x?y=1', '//192.0.2.1/api/x?y=1']) {
    expect(await send(path, 'a.example'), path).toEqual({ status: 200, text: 'a.example /api/x?y=1' });
  }
});
