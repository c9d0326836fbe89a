/** protoo-server 4.0.8 ships no types: what the media line uses of it, read off its source. */
declare module 'protoo-server' {
  import type { EventEmitter } from 'node:events';
  import type { IncomingMessage, Server } from 'node:http';

  export interface ProtooRequest {
    readonly method: string;
    readonly data: unknown;
  }

  export interface Peer extends EventEmitter {
    readonly id: string;
    readonly closed: boolean;
    close(): void;
    request(method: string, data: unknown): Promise<unknown>;
    notify(method: string, data: unknown): Promise<void>;
  }

  export interface Transport {
    readonly closed: boolean;
    close(): void;
    /** The WebSocket connection; private to protoo, needed to keep out what would throw inside it. */
    readonly _connection: EventEmitter;
  }

  export class Room {
    createPeer(id: string, transport: Transport): Peer;
    close(): void;
  }

  export class WebSocketServer extends EventEmitter {
    constructor(server: Server, options: Readonly<Record<string, unknown>>);
    stop(): void;
    on(
      event: 'connectionrequest',
      listener: (
        info: { readonly request: IncomingMessage; readonly origin: string },
        accept: () => Transport,
        reject: (code: number, reason: string) => void,
      ) => void,
    ): this;
  }
}
