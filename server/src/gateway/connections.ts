import type { Server } from 'node:http';
import type { Socket } from 'node:net';
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
}

/**
 * Bounds what connections may cost before they are anything. To be called before anybody else listens to the server.
 * Behind a proxy all of them come from it, and it is the proxy that must bound them.
 */
export function guardConnections(server: Server, { trustProxy, addressLines }: ConnectionsOptions): void {
  server.maxHeadersCount = mostHeaders;
  // Node takes its own listener off a socket that it hands over, and an error without a listener ends the process.
  server.on('upgrade', (_request, socket) => void socket.on('error', () => socket.destroy()));
  // Pages need a few connections of their own beside the lines.
  if (trustProxy === 0) server.on('connection', countUpTo(2 * addressLines));
}

/** Closes the connections of an address that has too many open. */
function countUpTo(most: number): (socket: Socket) => void {
  const crowd = new Crowd(most);
  return (socket) => {
    if (!crowd.takes(addressPrefix(socket.remoteAddress ?? ''), socket)) socket.destroy();
  };
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
