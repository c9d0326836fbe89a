import { captureScreen, setShareKind, type ShareKind } from './captureScreen.ts';
import { problemOf } from './deviceProblem.ts';
import { Feed, type FeedHost } from './Feed.ts';
import type { Capture } from './localMediaState.ts';

/** This person's screen in the meeting, with its sound if the browser can capture it. */
export class ScreenShare {
  readonly #host: FeedHost;
  readonly #feed: Feed<'screen'>;
  #audio: MediaStreamTrack | undefined;

  constructor(host: FeedHost) {
    this.#host = host;
    this.#feed = new Feed('screen', host, () => {
      this.endAudio();
      host.tell({ type: 'ended', kind: 'screen' });
    });
  }

  /** Lets the person choose a screen and sends it. Cancelling the browser's dialog leaves it off. */
  async start(): Promise<Capture> {
    const turn = this.#feed.begin();
    try {
      const { video, audio } = await captureScreen(this.#host.store.getState().memory.shareKind);
      if (!this.#feed.take(turn, video)) {
        audio?.stop();
        return this.#feed.capture;
      }
      this.#audio = audio;
      this.#publishAudio();
    } catch (error) {
      if (problemOf(error) !== 'denied') this.#feed.fail(turn, error);
      else if (this.#feed.capture.state === 'starting') this.#feed.stop();
    }
    return this.#feed.capture;
  }

  stop(): void {
    this.#feed.stop();
    this.endAudio();
  }

  endAudio(): void {
    if (!this.#audio) return;
    this.#audio.stop();
    this.#audio = undefined;
    this.#host.media()?.unpublish('screenAudio');
  }

  /** Pauses picture and sound, or continues them. */
  pause(paused: boolean): void {
    for (const source of ['screen', 'screenAudio'] as const) this.#host.media()?.mute(source, paused);
  }

  /** Optimises for sharp text or smooth motion, at once if the screen is on. */
  turnInto(kind: ShareKind): void {
    const { capture } = this.#feed;
    if (capture.state === 'on') setShareKind(capture.track, kind);
  }

  /** Sends the screen to the present meeting, if it is on. */
  publish(): void {
    this.#feed.publish();
    this.#publishAudio();
  }

  #publishAudio(): void {
    if (this.#audio) {
      this.#host
        .media()
        ?.publish('screenAudio', this.#audio)
        .catch(() => {});
    }
  }
}
