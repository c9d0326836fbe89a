import './jitless.ts';
import type { RequestInput, RequestName, RequestOutput, Schema } from '@plenum/shared/core/contract';
import { AppError, errorCodes } from '@plenum/shared/core/errors';
import { type ConsumerInfo, media } from '@plenum/shared/features/media/contract';
import { Peer, type ProtooMessage, WebSocketTransport } from 'protoo-client';
import * as z from 'zod/mini';
import { asAppError } from './failure.ts';

type Notices = (typeof media)['notices'];

/** The server's notices on the media line, which need no answer. */
type NoticeHandlers = { readonly [K in keyof Notices]: (notice: z.infer<Notices[K]>) => void };

/** Events of a media line. */
export interface MediaSocketEvents extends NoticeHandlers {
  /** Resolves when the browser is ready for packets of these streams. */
  consume(consumers: readonly ConsumerInfo[]): Promise<void>;
  /** The socket is gone. Not called after `close()`. */
  lost(): void;
}

/** Sends one request of the media contract. */
export type MediaRequest = <K extends RequestName<typeof media>>(
  name: K,
  input: RequestInput<typeof media, K>,
) => Promise<RequestOutput<typeof media, K>>;

const Refusal = z.object({ code: z.enum(errorCodes) });
/** Time for the connection to open, in ms. */
const openTimeout = 10_000;

/** One connection of the media line, from open to lost. Parses everything that arrives. */
export class MediaSocket {
  readonly #peer: Peer;
  readonly #events: MediaSocketEvents;
  readonly #gone = Promise.withResolvers<never>();
  #life: 'opening' | 'open' | 'closed' = 'opening';

  private constructor(url: string, events: MediaSocketEvents) {
    const { origin } = new URL(url.replace(/^ws/, 'http'));
    // protoo's own retries would reuse the single-use ticket.
    this.#peer = new Peer(new WebSocketTransport(url, { retry: { retries: 0 }, origin }));
    this.#events = events;
    this.#gone.promise.catch(() => undefined);
    for (const event of ['disconnected', 'close', 'failed'] as const) this.#peer.on(event, () => this.#lost());
    this.#peer.on('notification', (message) => this.#notified(message));
    this.#peer.on('request', (message, accept, reject) => {
      this.#asked(message).then(accept, (error: unknown) => reject(500, asAppError(error).message));
    });
  }

  /** @param url with the ticket in its query. @throws AppError `unavailable`, also at the signal */
  static async open(url: string, events: MediaSocketEvents, gone: AbortSignal): Promise<MediaSocket> {
    const socket = new MediaSocket(url, events);
    gone.addEventListener('abort', () => socket.#lost());
    const timer = setTimeout(() => socket.#lost(), openTimeout);
    const opened = new Promise<void>((resolve) => socket.#peer.on('open', resolve));
    try {
      await Promise.race([opened, socket.#gone.promise]);
    } finally {
      clearTimeout(timer);
    }
    socket.#life = 'open';
    return socket;
  }

  /** @throws AppError with the server's code; `unavailable` when the line is lost before the answer */
  readonly request: MediaRequest = async (name, input) => {
    if (this.#life === 'closed') throw lostError();
    // protoo drops its waiting requests when the server closes the socket.
    const answer = await Promise.race([this.#peer.request(`media:${name}`, input), this.#gone.promise]).catch(
      (error: unknown) => {
        throw this.#failureOf(error);
      },
    );
    const output = media.requests[name].output.safeParse(answer);
    if (!output.success) throw new AppError('internal', 'The answer is not understood.');
    // The answer was parsed with the schema from which this type is inferred.
    return output.data as RequestOutput<typeof media, typeof name>;
  };

  /** Closes the socket without calling `lost`. Idempotent. */
  close(): void {
    if (this.#life === 'closed') return;
    this.#life = 'closed';
    this.#gone.reject(lostError());
    this.#peer.close();
  }

  #lost(): void {
    if (this.#life === 'closed') return;
    const wasOpen = this.#life === 'open';
    this.close();
    if (wasOpen) this.#events.lost();
  }

  #failureOf(error: unknown): AppError {
    if (error instanceof AppError) return error;
    const { message } = asAppError(error);
    const refusal = Refusal.safeParse(error);
    if (refusal.success) return new AppError(refusal.data.code, message);
    // An unanswered request means that the line is dead, whatever the socket reports.
    this.#lost();
    return new AppError('unavailable', message);
  }

  async #asked({ method, data }: ProtooMessage): Promise<Record<string, never>> {
    if (method !== 'media:consume') throw new Error('The server sent an unknown request.');
    await this.#events.consume(media.asks.consume.input.parse(data).consumers);
    return {};
  }

  #notified({ method, data }: ProtooMessage): void {
    const { consumersClosed, slots, stopped, wanted, pictures, reset } = media.notices;
    const events = this.#events;
    switch (method) {
      case 'media:consumersClosed':
        return hear(consumersClosed, data, (notice) => events.consumersClosed(notice));
      case 'media:slots':
        return hear(slots, data, (notice) => events.slots(notice));
      case 'media:stopped':
        return hear(stopped, data, (notice) => events.stopped(notice));
      case 'media:wanted':
        return hear(wanted, data, (notice) => events.wanted(notice));
      case 'media:pictures':
        return hear(pictures, data, (notice) => events.pictures(notice));
      case 'media:reset':
        return hear(reset, data, (notice) => events.reset(notice));
    }
  }
}

/** Parses a notice; a malformed one is ignored. */
function hear<S extends Schema>(schema: S, data: unknown, tell: (notice: z.infer<S>) => void): void {
  const notice = schema.safeParse(data);
  if (notice.success) tell(notice.data);
}

function lostError(): AppError {
  return new AppError('unavailable', 'The media line is lost.');
}
