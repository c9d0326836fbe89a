import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inBackground } from '@plenum/shared/core/background';
import type { Metrics } from './Metrics.ts';

interface MetricsServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The token that a scraper must send as `Authorization: Bearer`; undefined: none is needed. */
  readonly token: string | undefined;
  readonly failed: (error: unknown) => void;
}

/** Serves `/metrics` on a port of its own, which no page reaches. */
export class MetricsServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @throws the error of listen (`EADDRINUSE`, …) */
  static async start(metrics: Metrics, { host, port, token, failed }: MetricsServerOptions): Promise<MetricsServer> {
    const server = createServer((request, response) => {
      request.resume();
      if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
      if (!isKnown(request, token)) {
        return void response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end();
      }
      const answered = metrics.text().then((text) => {
        response.writeHead(200, { 'Content-Type': metrics.contentType }).end(text);
      });
      inBackground(answered, (error) => {
        failed(error);
        response.destroy();
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    server.on('error', failed);
    return new MetricsServer(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()));
  }
}

function isKnown({ headers }: IncomingMessage, token: string | undefined): boolean {
  return token === undefined || timingSafeEqual(sha256(headers.authorization ?? ''), sha256(`Bearer ${token}`));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
