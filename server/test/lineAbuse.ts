import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** The head of an upgrade request like a browser's; a header that is undefined is left out. */
export function upgradeHead(server: string, path: string, headers: Record<string, string | undefined> = {}): string {
  const { host, origin } = new URL(server);
  const all = {
    Host: host,
    Origin: origin,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol': 'protoo',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

/** A plain connection to a server; its errors do not fail the test. */
export async function dial(server: string): Promise<Socket> {
  const { hostname, port } = new URL(server);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Writes bytes and resets the TCP connection after `turns` rounds of the event loop. */
export async function resetAfter(server: string, bytes: string | Buffer, turns: number): Promise<void> {
  const socket = await dial(server);
  // The server may close the connection first.
  const closed = once(socket, 'close');
  socket.write(bytes);
  for (let n = 0; n < turns; n += 1) await new Promise((resolve) => setImmediate(resolve));
  socket.resetAndDestroy();
  await closed;
}

/** Collects the errors that would have ended a real process. */
export function uncaught(): { readonly errors: unknown[]; stop(): void } {
  const errors: unknown[] = [];
  const listener = (error: unknown) => void errors.push(error);
  process.on('uncaughtException', listener);
  return { errors, stop: () => void process.off('uncaughtException', listener) };
}
