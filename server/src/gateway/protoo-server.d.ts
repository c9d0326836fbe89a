/**
 * The parts of protoo-server 4.0.8 that the media line uses, taken from its source, because it ships no types. Only its
 * Peer is imported: the package's index would load its own transport, and with it the `websocket` package.
 */
declare module 'protoo-server/lib/Peer.js' {
  import type { EventEmitter } from 'node:events';

  export interface ProtooRequest {
    readonly method: string;
    readonly data: unknown;
  }

  /** The parts of a transport that a Peer uses: these three, and the events `message` and `close`. */
  interface Transport extends EventEmitter {
    readonly closed: boolean;
    close(): void;
    send(message: object): Promise<void>;
  }

  export default class Peer extends EventEmitter {
    constructor(id: string, transport: Transport);
    readonly id: string;
    readonly closed: boolean;
    close(): void;
    request(method: string, data: unknown): Promise<unknown>;
    notify(method: string, data: unknown): Promise<void>;
  }
}
