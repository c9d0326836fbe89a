import { createServer, request, type RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { duplexPair } from 'node:stream';
import type { Answered, Asked } from './Browser.ts';

/** Headers that are about the connection, which has ended, or about an encoding, which the browser gets decoded. */
const ofConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'date']);

/**
 * Asks the server's own handler of requests, in memory and without a port.
 * @returns a function that asks, and gives whole answers
 */
export function askerOf(requests: RequestListener): (asked: Asked) => Promise<Answered> {
  const server = createServer(requests);
  return ({ method, url, headers }) =>
    new Promise((resolve, reject) => {
      const createConnection = () => {
        const [ours, theirs] = duplexPair();
        // Limits count by address.
        server.emit('connection', Object.assign(theirs, { remoteAddress: '127.0.0.1' }));
        return ours;
      };
      const range = headers['Range'] ?? headers['range'];
      const asking = request({
        method,
        path: url.pathname + url.search,
        headers: { host: url.host, connection: 'close', ...(range !== undefined && { range }) },
        createConnection,
      });
      asking.once('error', reject);
      asking.once('response', (response) => {
        const given = Object.entries(response.headers).flatMap(([name, value]) =>
          value === undefined || ofConnection.has(name) ? [] : [{ name, value: String(value) }],
        );
        buffer(response).then((body) => resolve({ status: response.statusCode ?? 500, headers: given, body }), reject);
      });
      asking.end();
    });
}
