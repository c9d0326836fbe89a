import { type Backdrop, createBackdrop } from './backdrops.ts';

type Picture = HTMLCanvasElement | HTMLImageElement | ImageBitmap;

/** Input size of the neural network, in px; a larger picture takes more time and improves nothing. */
const look = { width: 256, height: 144 } as const;

/** Draws a person over a background, picture by picture, on a canvas that becomes the camera's track. */
export class Compositor {
  readonly track: MediaStreamTrack;
  readonly #source: HTMLVideoElement;
  /** A copy of the picture in progress, because the camera goes on meanwhile. */
  readonly #frame: HTMLCanvasElement;
  readonly #small: HTMLCanvasElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #backdrop: Backdrop;

  private constructor(source: HTMLVideoElement, backdrop: Backdrop) {
    this.#source = source;
    this.#backdrop = backdrop;
    this.#canvas = canvasOf(source.videoWidth, source.videoHeight);
    this.#frame = canvasOf(source.videoWidth, source.videoHeight);
    this.#small = canvasOf(look.width, look.height);
    const context = this.#canvas.getContext('2d');
    const [track] = this.#canvas.captureStream(30).getVideoTracks();
    if (!context || !track) throw new Error('This browser cannot capture a canvas as a camera.');
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

  /** Copies the camera's present picture, and returns it in the network's size; undefined before the first picture. */
  next(): HTMLCanvasElement | undefined {
    if (this.#source.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
    const { width, height } = this.#frame;
    this.#frame.getContext('2d')?.drawImage(this.#source, 0, 0, width, height);
    this.#small.getContext('2d')?.drawImage(this.#frame, 0, 0, look.width, look.height);
    return this.#small;
  }

  /** @param mask for the copied picture, opaque at the person; enlarging it softens its edge */
  paint(mask: Picture): void {
    const { width, height } = this.#canvas;
    const context = this.#context;
    context.save();
    context.clearRect(0, 0, width, height);
    context.drawImage(mask, 0, 0, width, height);
    context.globalCompositeOperation = 'source-in';
    context.drawImage(this.#frame, 0, 0, width, height);
    context.globalCompositeOperation = 'destination-over';
    this.#backdrop.paint(context, this.#frame);
    context.restore();
  }

  close(): void {
    this.track.stop();
    this.#source.pause();
    this.#source.srcObject = null;
  }
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}
