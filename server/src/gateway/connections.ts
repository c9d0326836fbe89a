import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { AddressRate } from './AddressRate.ts';
import { addressPrefix } from './addressPrefix.ts';

/** How long a client may take for the head of a request, or for the TLS handshake, in ms. */
const headMs = 8_000;

/** Timeouts of the HTTP server, so that half-sent requests do not stay. */
export const serverTimeouts = { headersTimeout: headMs, connectionsCheckingInterval: 1_000, handshakeTimeout: headMs };
/** The most headers of one request; browsers and proxies together send about thirty. */
const mostHeaders = 100;

interface ConnectionsOptions {
  readonly trustProxy: number;
  /** The most lines of one address at once. */
  readonly addressLines: number;
  /** Monotonic ms. */
  readonly now: () => number;
}

/** The sockets that every address may have: a browser that is refused a line still loads the page that says why. */
const leastSockets = 16;

/** New connections of one address a second, after a burst of four times the lines that it may have. */
const perSecond = 200;

/**
 * Bounds the connections of each address before any request is read. Call it before other listeners are added. Behind a
 * proxy all connections come from the proxy, and the proxy must bound them.
 */
export function guardConnections(server: Server, { trustProxy, addressLines, now }: ConnectionsOptions): void {
  server.maxHeadersCount = mostHeaders;
  // Node removes its own listener from an upgraded socket, and an error without a listener ends the process.
  server.on('upgrade', (_request, socket) => void socket.on('error', () => socket.destroy()));
  // A page needs a few connections beside its lines.
  if (trustProxy > 0) return;
  const sockets = new OpenSockets(Math.max(2 * addressLines, leastSockets));
  const rate = new AddressRate({ burst: Math.max(4 * addressLines, 2 * leastSockets), perSecond }, now);
  server.on('connection', (socket: Socket) => {
    const address = addressPrefix(socket.remoteAddress ?? '');
    // Refused before a byte is read: an answer would cost more than anything else that a client without a seat can do.
    if (!rate.takes(address) || !sockets.takes(address, socket)) socket.destroy();
  });
}

/** Counts the open sockets of each address. */
export class OpenSockets {
  readonly #most: number;
  readonly #open = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** True when one more socket of this address may open. */
  hasSpace(address: string): boolean {
    return (this.#open.get(address) ?? 0) < this.#most;
  }

  /** Counts a socket until it closes; false when its address has too many, or the socket is closed already. */
  takes(address: string, socket: Socket): boolean {
    const open = this.#open.get(address) ?? 0;
    if (open >= this.#most || socket.destroyed) return false;
    this.#open.set(address, open + 1);
    socket.once('close', () => this.#forget(address));
    return true;
  }

  #forget(address: string): void {
    const left = (this.#open.get(address) ?? 1) - 1;
    if (left > 0) this.#open.set(address, left);
    else this.#open.delete(address);
  }
}
