/** The part of a VP8 frame in one RTP packet (RFC 7741). */
export interface Vp8Part {
  /** The packet begins a frame. */
  readonly begins: boolean;
  readonly data: Buffer;
}

/** Reads the payload of a packet; undefined for bytes that are no VP8. */
export function vp8PartOf(payload: Buffer): Vp8Part | undefined {
  const [first] = payload;
  if (first === undefined) return undefined;
  let at = 1;
  if ((first & 0x80) !== 0) {
    const extension = payload[at] ?? 0;
    at += 1;
    if ((extension & 0x80) !== 0) at += ((payload[at] ?? 0) & 0x80) === 0 ? 1 : 2;
    if ((extension & 0x40) !== 0) at += 1;
    if ((extension & 0x30) !== 0) at += 1;
  }
  if (at >= payload.length) return undefined;
  return { begins: (first & 0x1f) === 0x10, data: payload.subarray(at) };
}

/** Whether a whole frame is a key frame (RFC 6386, 9.1). */
export function isVp8Key(frame: Buffer): boolean {
  return ((frame[0] ?? 1) & 1) === 0 && frame.length >= 10;
}

/** The size of the picture of a key frame; undefined for a malformed one. */
export function vp8SizeOf(frame: Buffer): { width: number; height: number } | undefined {
  if (!isVp8Key(frame) || frame[3] !== 0x9d || frame[4] !== 0x01 || frame[5] !== 0x2a) return undefined;
  const [width, height] = [frame.readUInt16LE(6) & 0x3fff, frame.readUInt16LE(8) & 0x3fff];
  return width > 0 && height > 0 ? { width, height } : undefined;
}
