import { EventEmitter } from 'node:events';
import type { RawData, WebSocket } from 'ws';
import { AppError } from '@plenum/shared/core/errors';
import { backlogBytes } from './backlog.ts';
import { type Allowance, tooManyMessages } from './lineLimits.ts';
import { parseFrame, requestIdOf } from './mediaFrames.ts';

interface MediaTransportOptions {
  readonly allowance: Allowance;
  /** The time between two pings, and for the answer to each, in ms. */
  readonly heartbeatMs?: number;
}

/** How long a client may take to answer the close frame, in ms. */
const closeTimeoutMs = 1_000;

/**
 * One media line below protoo's Peer: text frames of JSON over a WebSocket. Each frame is bounded and parsed once, and
 * refused when it is no protoo message. Emits `message` and `close`; no input of a client makes it throw.
 */
export class MediaTransport extends EventEmitter {
  readonly #socket: WebSocket;
  readonly #allowance: Allowance;
  readonly #heartbeat: ReturnType<typeof setInterval>;
  #closed = false;
  #isAlive = true;
  /** The number of requests to the client without an answer yet: answers to them take nothing from the allowance. */
  #asked = 0;

  constructor(socket: WebSocket, { allowance, heartbeatMs = 5_000 }: MediaTransportOptions) {
    super();
    this.#socket = socket;
    this.#allowance = allowance;
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#end());
    socket.on('pong', () => (this.#isAlive = true));
    // The pong stays in memory while the client does not read, so pings count too.
    socket.on('ping', () => this.#allowance.takes(0) || this.cut());
    socket.on('message', (raw, isBinary) => this.#onFrame(raw, isBinary));
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Sends a close frame, and cuts the line of a client that does not answer it. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#end();
    this.#socket.close(4000, 'closed by the server');
    setTimeout(() => this.#socket.terminate(), closeTimeoutMs).unref();
  }

  /** Cuts the line without a close frame, and drops the bytes that wait. Idempotent. */
  cut(): void {
    this.#end();
    this.#socket.terminate();
  }

  /** @throws AppError `closed` when the line is closed, also because its client reads nothing */
  async send(message: object): Promise<void> {
    if (!this.#closed && this.#socket.bufferedAmount > backlogBytes) this.cut();
    if (this.#closed) throw new AppError('closed', 'The media line is closed.');
    if ('request' in message) this.#asked += 1;
    await new Promise<void>((resolve, reject) => {
      this.#socket.send(JSON.stringify(message), (error) => (error ? reject(error) : resolve()));
    });
  }

  #onFrame(raw: RawData, isBinary: boolean): void {
    if (this.#closed) return;
    this.#isAlive = true;
    if (isBinary || !Buffer.isBuffer(raw)) return this.close();
    const text = raw.toString();
    if (!this.#mayPass(text, raw.length)) return this.#refuse(text);
    const frame = parseFrame(text);
    if (frame) this.emit('message', frame);
    else this.close();
  }

  #mayPass(text: string, bytes: number): boolean {
    if (this.#asked > 0 && text.startsWith('{"response":true')) {
      this.#asked -= 1;
      return true;
    }
    return this.#allowance.takes(bytes);
  }

  /** Answers a request beyond the allowance without parsing it; closes a line that continues. */
  #refuse(text: string): void {
    const id = requestIdOf(text);
    if (id === undefined || !this.#allowance.tolerates()) return this.close();
    const { code: errorCode, message: errorReason } = tooManyMessages();
    this.send({ response: true, id, errorCode, errorReason }).catch(() => undefined);
  }

  #beat(): void {
    // When this process was late, the pong may have come already and is still unread.
    if (!this.#isAlive) setImmediate(() => this.#isAlive || this.cut());
    else {
      this.#isAlive = false;
      this.#socket.ping();
    }
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#heartbeat);
    this.emit('close');
  }
}
