import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { AddressRate } from './AddressRate.ts';
import { addressPrefix } from './addressPrefix.ts';

/** How long a stranger may take for the head of a request, or for the handshake of TLS, in ms. */
const headMs = 8_000;

/** What a server is created with, so that half-sent requests do not stay. */
export const patientServer = { headersTimeout: headMs, connectionsCheckingInterval: 1_000, handshakeTimeout: headMs };
/** Headers of one request; browsers and proxies together send about thirty. */
const mostHeaders = 100;

interface ConnectionsOptions {
  readonly trustProxy: number;
  /** How many lines one address may have at once. */
  readonly addressLines: number;
  /** Monotonic ms. */
  readonly now: () => number;
}

/** New connections of one address a second, beside four times as many at once as it may have lines. */
const perSecond = 200;

/**
 * Bounds what connections may cost before they are anything. To be called before anybody else listens to the server.
 * Behind a proxy all of them come from it, and it is the proxy that must bound them.
 */
export function guardConnections(server: Server, { trustProxy, addressLines, now }: ConnectionsOptions): void {
  server.maxHeadersCount = mostHeaders;
  // Node takes its own listener off a socket that it hands over, and an error without a listener ends the process.
  server.on('upgrade', (_request, socket) => void socket.on('error', () => socket.destroy()));
  // Pages need a few connections of their own beside the lines.
  if (trustProxy > 0) return;
  const crowd = new Crowd(2 * addressLines);
  const rate = new AddressRate({ burst: 4 * addressLines, perSecond }, now);
  server.on('connection', (socket: Socket) => {
    const address = addressPrefix(socket.remoteAddress ?? '');
    // Before a byte is read: answering each of them costs more than all else that a stranger can do.
    if (!rate.takes(address) || !crowd.takes(address, socket)) socket.destroy();
  });
}

/** Counts the open sockets of each address. */
export class Crowd {
  readonly #most: number;
  readonly #open = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Counts a socket until it is closed; false when its address has enough, or when it is closed already. */
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
