import type { Server as HttpServer } from 'node:http';
import type { ServerOptions } from './serverOptions.ts';

/** How long running requests may take when the server stops, in ms. */
const drainMs = 3_000;

/** Resolves when the server takes requests. @throws the error of listen (`EADDRINUSE`, `EACCES`, …) */
export function listen(server: HttpServer, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Takes no new connection; those that are open have some seconds to end. */
export function stopListening(server: HttpServer): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), drainMs).unref();
  return stopped;
}

/** The host, with the port unless it is 443, that a reverse proxy serves; undefined without a proxy. */
export function proxiedHost({ publicHost, publicPort, trustProxy }: ServerOptions): string | undefined {
  if (publicHost === undefined || trustProxy === 0) return undefined;
  return `${publicHost.includes(':') ? `[${publicHost}]` : publicHost}:${publicPort}`;
}
