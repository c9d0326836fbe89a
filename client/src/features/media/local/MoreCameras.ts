import { captureCamera } from './capture.ts';
import { effectFor } from '../effects/effects.ts';
import { Feed, type FeedHost } from './Feed.ts';
import { type Capture, type MoreCamera, moreCameras } from './localMediaState.ts';

/** Further cameras that this person sends; each is chosen and stopped on its own. */
export class MoreCameras {
  readonly #host: FeedHost;
  readonly #feeds: readonly Feed<MoreCamera>[];

  constructor(host: FeedHost) {
    this.#host = host;
    this.#feeds = moreCameras.map(
      (source) => new Feed(source, host, () => host.tell({ type: 'ended', kind: 'camera' })),
    );
  }

  /** Sends this device too; undefined at the maximum of cameras. */
  async add(id: string): Promise<Capture | undefined> {
    const feed = this.#feeds.find(({ capture: { state } }) => state === 'off' || state === 'failed');
    if (!feed) return undefined;
    const turn = feed.begin();
    try {
      await this.#use(feed, turn, await captureCamera(id, 'person'));
    } catch (error) {
      feed.fail(turn, error);
    }
    return feed.capture;
  }

  stop(source: MoreCamera): void {
    this.#feeds.find((feed) => feed.source === source)?.stop();
  }

  stopAll(): void {
    for (const feed of this.#feeds) feed.stop();
  }

  /** Applies a changed background. The old pictures are sent until the new ones are ready. */
  async changeBackground(): Promise<void> {
    await Promise.all(
      this.#feeds.map(async (feed) => {
        const { capture } = feed;
        if (capture.state === 'on') await this.#use(feed, feed.begin(), capture.device);
      }),
    );
  }

  /** Sends the cameras that are on to the present meeting. */
  publish(): void {
    for (const feed of this.#feeds) feed.publish();
  }

  /** No camera shows the person before its background effect works. */
  async #use(feed: Feed<MoreCamera>, turn: number, device: MediaStreamTrack): Promise<void> {
    try {
      feed.take(turn, device, await effectFor('camera', device, this.#host.store.getState().memory));
    } catch (error) {
      feed.refuse(turn, device, error);
    }
  }
}
