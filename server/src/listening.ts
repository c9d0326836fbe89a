import type { Server as HttpServer } from 'node:http';
import type { ServerOptions } from './serverOptions.ts';

/** How long running requests may take when the server stops, in ms. */
const drainMs = 3_000;

/** @throws the error of listen (`EADDRINUSE`, `EACCES`, …) */
export function listen(server: HttpServer, { host, port }: Pick<ServerOptions, 'host' | 'port'>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Takes no new connection, and ends those that are idle at once and all others after a while. */
export function stopListening(server: HttpServer): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), drainMs).unref();
  return stopped;
}
