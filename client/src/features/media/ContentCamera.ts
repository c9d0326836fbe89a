import { captureCamera } from './capture.ts';
import { Feed, type FeedHost } from './Feed.ts';
import type { Capture } from './localMediaState.ts';

/** A camera that shows things to everybody, on the stage, as it sees them: a page, an experiment, a blackboard. */
export class ContentCamera {
  readonly #host: FeedHost;
  readonly #feed: Feed<'contentCamera'>;

  constructor(host: FeedHost) {
    this.#host = host;
    this.#feed = new Feed('contentCamera', host, () => host.tell({ type: 'ended', kind: 'contentCamera' }));
  }

  /** Shows what this device sees, in place of another one; undefined: whichever looks away from the person. */
  async show(id: string | undefined): Promise<Capture> {
    const turn = this.#feed.begin();
    try {
      this.#feed.take(turn, await captureCamera(id, 'content'));
      // Now the browser tells the names of all of them.
      if (id === undefined) await this.#host.listDevices();
    } catch (error) {
      this.#feed.fail(turn, error);
    }
    return this.#feed.capture;
  }

  stop(): void {
    this.#feed.stop();
  }

  /** Holds the picture, or lets it go on. */
  pause(paused: boolean): void {
    this.#host.media()?.mute('contentCamera', paused);
  }

  /** Sends it to the meeting of now, if it is on. */
  publish(): void {
    this.#feed.publish();
  }
}
