import { extras } from '@plenum/shared/features/extras';
import type { MediaPass } from '@plenum/shared/core/wire';
import { FakeMediaStreamTrack } from 'fake-mediastreamtrack';
import type { types } from 'mediasoup-client';
import * as fake from 'mediasoup-client/fakeParameters';
import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import { MediaLine } from '../mediaLine.ts';
import { Meeting } from '../meeting.ts';
import { FakeServer } from './FakeServer.ts';
import { until } from './until.ts';

/** A MediaStreamTrack without a device. */
export function fakeTrack(kind: 'audio' | 'video'): MediaStreamTrack & FakeMediaStreamTrack {
  // Close enough to a real track for mediasoup-client, but not for the type checker.
  return new FakeMediaStreamTrack({ kind }) as unknown as MediaStreamTrack & FakeMediaStreamTrack;
}

/** A media line without WebRTC, and the server at its other end. */
export class MediaWorld {
  readonly server: FakeServer;
  readonly meeting = new Meeting('some-room', extras);
  readonly media: MediaLine;
  /** Stand-ins for WebRTC: for each session the sending one, then the receiving one. */
  readonly handlers: FakeHandler[] = [];
  /** The ICE servers that each handler got. */
  readonly relays: unknown[] = [];
  /** The content of a renewed ticket. */
  renewedRelays: Pick<MediaPass, 'iceServers' | 'iceSeconds'> = {};
  #renewed = 0;

  private constructor(server: FakeServer) {
    this.server = server;
    this.meeting.update({ line: { state: 'open' } });
    const factory = FakeHandler.createFactory(fake);
    const handlerFactory: types.HandlerFactory = {
      ...factory,
      factory: (options) => {
        const handler = factory.factory(options);
        this.relays.push(options.iceServers);
        if (handler instanceof FakeHandler) this.handlers.push(handler);
        return handler;
      },
    };
    const renew = async () => ({ url: '/media', ticket: `renewed-${(this.#renewed += 1)}`, ...this.renewedRelays });
    this.media = new MediaLine({ meeting: this.meeting, base: server.url, renew, handlerFactory });
  }

  static async create(): Promise<MediaWorld> {
    return new MediaWorld(await FakeServer.listen());
  }

  /** Starts the line and waits until it is open. */
  async open(): Promise<void> {
    this.media.start({ url: '/media', ticket: 'first' });
    await until(this.meeting.store, ({ mediaLine }) => mediaLine.state === 'open');
  }

  /** The next request of this name. */
  async requested(name: string): Promise<Record<string, unknown>> {
    return (await this.server.media.requests.next(({ method }) => method === `media:${name}`)).data;
  }

  /** The data of all requests of this name so far. */
  said(name: string): Record<string, unknown>[] {
    return this.server.media.requests.all.filter(({ method }) => method === `media:${name}`).map(({ data }) => data);
  }

  async close(): Promise<void> {
    this.media.close();
    await this.server.close();
  }
}
