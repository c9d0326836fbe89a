/** Fits into every MTU with all headers, in bytes. */
const largestPayload = 1_100;

/** Bytes that `stamp` adds to an audio packet. */
const stampBytes = 16;

/** The sender of an audio packet or a picture, as its SSRC, and the time of sending in epoch ms. */
export interface Stamp {
  readonly by: number;
  /** How many audio packets or pictures this sender sent before. */
  readonly count: number;
  readonly at: number;
}

/**
 * The same Opus packet with a stamp in its padding, which decoders skip (RFC 6716, 3.2.5): a packet with one frame of
 * implicit length (code 0) becomes a packet with one counted frame (code 3) and padding.
 */
export function stamp(opus: Buffer, sent: Stamp): Buffer {
  const stamped = Buffer.alloc(opus.length + 2 + stampBytes);
  stamped[0] = (opus[0] ?? 0) | 0x03;
  stamped[1] = 0x41;
  stamped[2] = stampBytes;
  opus.copy(stamped, 3, 1);
  writeStamp(stamped, sent);
  return stamped;
}

/** The stamp of a packet; undefined for a packet without one. */
export function stampOf(opus: Buffer): Stamp | undefined {
  const isStamped = opus.length > 3 + stampBytes && opus[1] === 0x41 && opus[2] === stampBytes;
  if (!isStamped) return undefined;
  return readStamp(opus);
}

/** Writes a stamp into the last bytes. */
function writeStamp(bytes: Buffer, { by, count, at }: Stamp): void {
  const start = bytes.length - stampBytes;
  bytes.writeUInt32BE(by, start);
  bytes.writeUInt32BE(count, start + 4);
  bytes.writeDoubleBE(at, start + 8);
}

function readStamp(bytes: Buffer): Stamp {
  const start = bytes.length - stampBytes;
  return { by: bytes.readUInt32BE(start), count: bytes.readUInt32BE(start + 4), at: bytes.readDoubleBE(start + 8) };
}

/** The last bytes of a stamped picture, before its stamp. */
const pictureMark = Buffer.from('stamp');

/** The same VP8 frame with a stamp behind its last partition, where decoders do not read. */
export function stampPicture(frame: Buffer, sent: Stamp): Buffer {
  const bytes = Buffer.alloc(stampBytes);
  writeStamp(bytes, sent);
  return Buffer.concat([frame, pictureMark, bytes]);
}

/** The stamp of a VP8 frame; undefined for a frame without one. */
export function stampOfPicture(frame: Buffer): Stamp | undefined {
  const mark = frame.length - stampBytes - pictureMark.length;
  if (mark < 0 || frame.compare(pictureMark, 0, pictureMark.length, mark, mark + pictureMark.length) !== 0) {
    return undefined;
  }
  return readStamp(frame);
}

/** One VP8 frame as the payloads of its packets (RFC 7741), with a 15-bit picture number. */
export function packVp8(frame: Buffer, picture: number): Buffer[] {
  const payloads: Buffer[] = [];
  for (let at = 0; at < frame.length; at += largestPayload) {
    const part = frame.subarray(at, at + largestPayload);
    // Extended descriptor; the first packet begins the frame's only partition.
    const descriptor = Buffer.from([at === 0 ? 0x90 : 0x80, 0x80, 0x80 | ((picture >> 8) & 0x7f), picture & 0xff]);
    payloads.push(Buffer.concat([descriptor, part]));
  }
  return payloads;
}
