import { type OrderedPacket, Reorder } from './Reorder.ts';
import { isVp8Key, vp8PartOf } from './vp8.ts';

/** A whole frame of sound or picture. */
export interface MediaFrame {
  /** The RTP timestamp. */
  readonly timestamp: number;
  /** The arrival of its last packet. */
  readonly at: number;
  readonly data: Buffer;
  readonly isKey: boolean;
}

interface FramesOptions {
  readonly codec: 'opus' | 'vp8';
  readonly onFrame: (frame: MediaFrame) => void;
  /** A picture cannot be decoded until a key frame comes. */
  readonly onNeedsKey: () => void;
}

/** The most bytes of one picture. */
const mostFrameBytes = 4 * 1024 * 1024;

/** Makes whole frames of the packets of one stream. After a loss, pictures go on with the next key frame. */
export class Frames {
  readonly #options: FramesOptions;
  readonly #order: Reorder;
  #parts: Buffer[] = [];
  #bytes = 0;
  #timestamp: number | undefined;
  #needsKey = true;

  constructor(options: FramesOptions) {
    this.#options = options;
    this.#order = new Reorder(
      (packet) => (options.codec === 'opus' ? this.#hear(packet) : this.#see(packet)),
      () => this.#lose(),
    );
  }

  push(packet: Buffer, at: number): void {
    this.#order.push(packet, at);
  }

  /** Gives out the frames that wait for a missing packet. */
  flush(): void {
    this.#order.flush();
  }

  #hear({ timestamp, payload, at }: OrderedPacket): void {
    if (payload.length > 0) this.#options.onFrame({ timestamp, at, data: payload, isKey: true });
  }

  #see({ timestamp, payload, marker, at }: OrderedPacket): void {
    if (payload.length === 0) return;
    const part = vp8PartOf(payload);
    if (!part) return this.#lose();
    if (part.begins && (timestamp !== this.#timestamp || this.#parts.length === 0)) {
      this.#parts = [];
      this.#bytes = 0;
      this.#timestamp = timestamp;
    } else if (this.#parts.length === 0 || timestamp !== this.#timestamp) {
      // The beginning of this frame is missing.
      return this.#lose();
    }
    this.#bytes += part.data.length;
    if (this.#bytes > mostFrameBytes) return this.#lose();
    this.#parts.push(part.data);
    if (marker) this.#complete(timestamp, at);
  }

  #complete(timestamp: number, at: number): void {
    const data = Buffer.concat(this.#parts);
    this.#parts = [];
    const isKey = isVp8Key(data);
    if (this.#needsKey && !isKey) return this.#options.onNeedsKey();
    this.#needsKey = false;
    this.#options.onFrame({ timestamp, at, data, isKey });
  }

  #lose(): void {
    this.#parts = [];
    if (this.#options.codec === 'opus' || this.#needsKey) return;
    this.#needsKey = true;
    this.#options.onNeedsKey();
  }
}
