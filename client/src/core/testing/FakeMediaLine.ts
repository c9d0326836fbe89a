import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '@plenum/shared/core/errors';
import {
  type ConsumerInfo,
  kindOfSource,
  type MemberConsumer,
  type SlotConsumer,
} from '@plenum/shared/features/media/contract';
import * as fake from 'mediasoup-client/fakeParameters';
import { type WebSocket, WebSocketServer } from 'ws';
import { Waiter } from './Waiter.ts';

interface Request {
  readonly method: string;
  readonly data: Record<string, unknown>;
}

/** The server's end of a media line: protoo on a real socket, with the answers of a healthy engine. */
export class FakeMediaLine {
  readonly requests = new Waiter<Request>();
  /** Tickets of the opened lines. */
  readonly tickets: string[] = [];
  /** For each method: refuses its next request once, with this code. */
  readonly refusals = new Map<string, ErrorCode>();
  /** The session that a line may resume; undefined: none. */
  session: string | undefined;
  readonly #server = new WebSocketServer({ noServer: true, handleProtocols: () => 'protoo' });
  readonly #asks = new Map<number, PromiseWithResolvers<void>>();
  #socket: WebSocket | undefined;
  #count = 0;

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.tickets.push(new URL(request.url ?? '', 'http://x').searchParams.get('ticket') ?? '');
    this.#server.handleUpgrade(request, socket, head, (line) => {
      this.#socket = line;
      line.on('message', (raw: Buffer) => this.#hear(line, JSON.parse(raw.toString())));
    });
  }

  /** Offers these streams; resolves when the client accepts. */
  consume(consumers: readonly ConsumerInfo[]): Promise<void> {
    const id = (this.#count += 1);
    const asked = Promise.withResolvers<void>();
    this.#asks.set(id, asked);
    this.#say({ request: true, id, method: 'media:consume', data: { consumers } });
    return asked.promise;
  }

  notify(method: string, data: unknown): void {
    this.#say({ notification: true, method, data });
  }

  cut(): void {
    this.#socket?.terminate();
  }

  close(): void {
    this.#socket?.terminate();
    this.#server.close();
  }

  #say(message: object): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #hear(
    line: WebSocket,
    message: Request & { request?: true; response?: true; id: number; ok?: boolean; errorReason?: string },
  ): void {
    const { id, method, data } = message;
    if (message.response) {
      if (message.ok) this.#asks.get(id)?.resolve();
      else this.#asks.get(id)?.reject(new Error(message.errorReason));
      return;
    }
    const code = this.refusals.get(method);
    this.refusals.delete(method);
    const answer = code
      ? { ok: false, errorCode: code, errorReason: 'Refused.' }
      : { ok: true, data: this.#answer(method, data) };
    this.requests.push({ method, data });
    line.send(JSON.stringify({ response: true, id, ...answer }));
  }

  #answer(method: string, data: Record<string, unknown>): unknown {
    switch (method) {
      case 'media:open': {
        const resumed = this.session !== undefined && data['session'] === this.session;
        if (!resumed) this.session = `session-${(this.#count += 1)}`;
        const [send, recv] = [transport(), transport()];
        return {
          session: this.session,
          resumed,
          routerRtpCapabilities: fake.generateRouterRtpCapabilities(),
          send,
          recv,
        };
      }
      case 'media:publish':
        return { producerId: `producer-${(this.#count += 1)}` };
      case 'media:restartIce':
        return { iceParameters: transport().iceParameters };
      default:
        return {};
    }
  }
}

function transport() {
  const { id, iceParameters, iceCandidates, dtlsParameters } = fake.generateTransportRemoteParameters();
  return { id, iceParameters, iceCandidates, dtlsParameters };
}

/** A stream of another member, as the server offers it. */
export function offer(member: string, source: MemberConsumer['source'], id = `${member}-${source}`): MemberConsumer {
  const kind = kindOfSource[source];
  const codecMimeType = kind === 'audio' ? 'audio/opus' : 'video/VP8';
  const { producerId, rtpParameters } = fake.generateConsumerRemoteParameters({ id, codecMimeType });
  return { id, producerId, member, source, kind, rtpParameters: JSON.parse(JSON.stringify(rtpParameters)) };
}

/** An audio slot, as the server offers it. */
export function offerSlot(slot: number, id = `slot-${slot}`): SlotConsumer {
  const { producerId, rtpParameters } = fake.generateConsumerRemoteParameters({ id, codecMimeType: 'audio/opus' });
  return { id, producerId, slot, kind: 'audio', rtpParameters: JSON.parse(JSON.stringify(rtpParameters)) };
}
