import { randomUUID } from 'node:crypto';
import { requestTicket } from '@plenum/client/core/http';
import { lineEvents, paths } from '@plenum/shared/core/wire';
import { io, type Socket } from 'socket.io-client';
import * as z from 'zod/mini';

const Answer = z.object({ ok: z.boolean(), value: z.optional(z.unknown()) });

/** One member's room line, written by hand: it breaks rules that a client would keep. */
export class Line {
  readonly socket: Socket;
  #closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.once('disconnect', () => (this.#closed = true));
  }

  /** Takes a seat with a name; `key` gives its role. */
  static async enter(at: { origin: string; roomId: string; name: string; key?: string }): Promise<Line> {
    const { origin, roomId, name, key } = at;
    const { ticket } = await requestTicket(origin, roomId, { name, ...(key !== undefined && { key }) });
    const socket = io(origin, {
      path: paths.roomLine,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { ticket },
      extraHeaders: { origin },
    });
    await new Promise<void>((resolve, reject) => {
      socket.once(lineEvents.welcome, () => resolve());
      socket.once('connect_error', reject);
      socket.once('disconnect', (reason) => reject(new Error(reason)));
    });
    return new Line(socket);
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Asks once. False when the server refuses, or when the line closes before the answer. */
  async ask(name: string, input: unknown, key: string = randomUUID()): Promise<boolean> {
    return (await this.#answerTo(name, input, key))?.ok ?? false;
  }

  /** The value of the answer. @throws when the server refuses */
  async value(name: string, input: unknown): Promise<unknown> {
    const answer = await this.#answerTo(name, input, randomUUID());
    if (!answer?.ok) throw new Error(`${name} was refused.`);
    return answer.value;
  }

  /**
   * Stops reading, but still answers the server's pings: the server believes that this connection lives. Once the buffers of
   * the system are full, the server must keep or drop what is not read.
   */
  stopReading(): void {
    const { engine } = this.socket.io;
    const { transport } = engine;
    // Engine.IO's socket has no exported type. It holds the WebSocket of `ws`, which holds the system's socket.
    const raw: unknown = Reflect.get(Reflect.get(transport, 'ws') ?? {}, '_socket');
    if (!raw || typeof raw !== 'object' || !('pause' in raw) || typeof raw.pause !== 'function') {
      throw new Error('This client has no socket that could be paused.');
    }
    raw.pause();
    // Without reading, this client gets no pings and would end the connection itself.
    clearTimeout(Number(Reflect.get(engine, '_pingTimeoutTimer')));
    const pong = setInterval(() => {
      if (this.#closed) clearInterval(pong);
      else transport.send([{ type: 'pong' }]);
    }, 2_000);
    pong.unref();
  }

  close(): void {
    this.socket.disconnect();
  }

  async #answerTo(name: string, input: unknown, key: string) {
    if (this.#closed) return undefined;
    return new Promise<z.infer<typeof Answer> | undefined>((resolve) => {
      const gone = () => resolve(undefined);
      this.socket.once('disconnect', gone);
      this.socket.emit(name, { key, input }, (raw: unknown) => {
        this.socket.off('disconnect', gone);
        const answer = Answer.safeParse(raw);
        resolve(answer.success ? answer.data : undefined);
      });
    });
  }
}
