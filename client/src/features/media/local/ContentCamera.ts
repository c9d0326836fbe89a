import { captureCamera } from './capture.ts';
import { Feed, type FeedHost } from './Feed.ts';
import type { Capture } from './localMediaState.ts';

/** A camera that shows content on the stage, unmirrored: a page, an experiment, a blackboard. */
export class ContentCamera {
  readonly #host: FeedHost;
  readonly #feed: Feed<'contentCamera'>;

  constructor(host: FeedHost) {
    this.#host = host;
    this.#feed = new Feed('contentCamera', host, () => host.tell({ type: 'ended', kind: 'contentCamera' }));
  }

  /** Shows this device instead of the last one; undefined: a camera that faces away from the person. */
  async show(id: string | undefined): Promise<Capture> {
    const turn = this.#feed.begin();
    try {
      this.#feed.take(turn, await captureCamera(id, 'content'));
      // After the permission, the browser names all devices.
      if (id === undefined) await this.#host.listDevices();
    } catch (error) {
      this.#feed.fail(turn, error);
    }
    return this.#feed.capture;
  }

  stop(): void {
    this.#feed.stop();
  }

  /** Freezes the picture, or continues it. */
  pause(paused: boolean): void {
    this.#host.media()?.mute('contentCamera', paused);
  }

  /** Sends the picture to the present meeting, if the camera is on. */
  publish(): void {
    this.#feed.publish();
  }
}
