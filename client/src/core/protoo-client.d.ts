/** protoo-client 4.0.8 ships no types; these are the parts that the media line uses, from its source. */
declare module 'protoo-client' {
  export interface ProtooMessage {
    readonly method: string;
    readonly data: unknown;
  }

  export class WebSocketTransport {
    constructor(url: string, options?: { readonly retry?: { readonly retries: number }; readonly origin?: string });
  }

  export class Peer {
    constructor(transport: WebSocketTransport);
    readonly closed: boolean;
    close(): void;
    /** Rejects with an Error that carries the server's numeric `code`, after a timeout of 22.5 s or more, or at `close()`. */
    request(method: string, data: unknown): Promise<unknown>;
    on(event: 'open' | 'disconnected' | 'close' | 'failed', listener: () => void): this;
    on(event: 'notification', listener: (message: ProtooMessage) => void): this;
    on(
      event: 'request',
      listener: (
        message: ProtooMessage,
        accept: (data: unknown) => void,
        reject: (code: number, reason: string) => void,
      ) => void,
    ): this;
  }
}
