import { createRequire } from 'node:module';

interface Answered {
  readonly method: string;
  readonly data: unknown;
}

interface Peer {
  on(event: 'open' | 'failed' | 'close' | 'disconnected', listener: () => void): void;
  on(event: 'request', listener: (request: Answered, accept: (data?: unknown) => void) => void): void;
  on(event: 'notification', listener: (notification: Answered) => void): void;
  request(method: string, data?: unknown): Promise<unknown>;
  close(): void;
}

interface Transport {
  readonly _ws: { send(text: string): void };
}

interface ProtooClient {
  readonly WebSocketTransport: new (url: string, options: object) => Transport;
  readonly Peer: new (transport: Transport) => Peer;
}

// protoo-client ships no types; the part that the tests use is declared above.
const protoo: ProtooClient = createRequire(import.meta.url)('protoo-client');

/** A media line for tests. */
export class ProtooLine {
  readonly #peer: Peer;
  readonly #transport: Transport;
  readonly asked: Answered[] = [];
  readonly noticed: Answered[] = [];
  readonly closed: Promise<void>;

  private constructor(peer: Peer, transport: Transport) {
    this.#peer = peer;
    this.#transport = transport;
    peer.on('request', (request, accept) => {
      this.asked.push(request);
      accept({});
    });
    peer.on('notification', (notification) => this.noticed.push(notification));
    this.closed = new Promise((resolve) => {
      peer.on('disconnected', resolve);
      peer.on('close', resolve);
    });
  }

  /** Rejects when the server does not admit the line. */
  static async connect(server: string, ticket: string, origin: string = server): Promise<ProtooLine> {
    const url = `${server.replace('http', 'ws')}/media?ticket=${encodeURIComponent(ticket)}`;
    const transport = new protoo.WebSocketTransport(url, { retry: { retries: 0 }, origin });
    const peer = new protoo.Peer(transport);
    const line = new ProtooLine(peer, transport);
    await new Promise<void>((resolve, reject) => {
      peer.on('open', resolve);
      peer.on('failed', () => reject(new Error('refused')));
    });
    return line;
  }

  request(method: string, data: unknown = {}): Promise<unknown> {
    return this.#peer.request(method, data);
  }

  /** Sends a frame that protoo itself would not send. */
  raw(text: string): void {
    this.#transport._ws.send(text);
  }

  close(): void {
    this.#peer.close();
  }
}
