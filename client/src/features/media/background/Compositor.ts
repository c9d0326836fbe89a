import { type Backdrop, createBackdrop } from './backdrops.ts';

type Picture = HTMLCanvasElement | HTMLImageElement | ImageBitmap;

/** How soft the edge between person and background is, in px of the picture. */
const edge = 3;

/** Puts a person in front of a background, picture by picture, on a canvas that is a camera. */
export class Compositor {
  /** The camera as it is. */
  readonly source: HTMLVideoElement;
  readonly track: MediaStreamTrack;
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #backdrop: Backdrop;

  private constructor(source: HTMLVideoElement, backdrop: Backdrop) {
    this.source = source;
    this.#backdrop = backdrop;
    this.#canvas = document.createElement('canvas');
    this.#canvas.width = source.videoWidth;
    this.#canvas.height = source.videoHeight;
    const context = this.#canvas.getContext('2d');
    const [track] = this.#canvas.captureStream(30).getVideoTracks();
    if (!context || !track) throw new Error('This browser cannot make a camera of a canvas.');
    this.#context = context;
    this.track = track;
  }

  static async create(device: MediaStreamTrack, background: string): Promise<Compositor> {
    const source = document.createElement('video');
    source.muted = true;
    source.playsInline = true;
    source.srcObject = new MediaStream([device]);
    const sized = new Promise((resolve) => source.addEventListener('loadedmetadata', resolve, { once: true }));
    await Promise.all([source.play(), sized]);
    return new Compositor(source, await createBackdrop(background));
  }

  /** A picture has come and can be worked on. */
  get ready(): boolean {
    return this.source.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  }

  /** @param mask opaque where the person is */
  paint(image: Picture, mask: Picture): void {
    const { width, height } = this.#canvas;
    const context = this.#context;
    context.save();
    context.clearRect(0, 0, width, height);
    // Where the browser cannot blur a canvas, the edge is as hard as the mask.
    context.filter = `blur(${edge}px)`;
    context.drawImage(mask, 0, 0, width, height);
    context.filter = 'none';
    context.globalCompositeOperation = 'source-in';
    context.drawImage(image, 0, 0, width, height);
    context.globalCompositeOperation = 'destination-over';
    this.#backdrop.paint(context, image);
    context.restore();
  }

  close(): void {
    this.track.stop();
    this.source.pause();
    this.source.srcObject = null;
  }
}
