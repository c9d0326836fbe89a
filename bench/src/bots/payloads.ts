/** Stays below every MTU with all headers on it. */
const largestPayload = 1_100;

/** Bytes that `stamp` adds behind a packet of sound. */
const stampBytes = 8;

/**
 * The same Opus packet with the time in its padding, where decoders do not look (RFC 6716, 3.2.5): one frame that filled
 * its packet (code 0) becomes a packet of one counted frame (code 3) with eight bytes of padding.
 */
export function stamp(opus: Buffer, epochMs: number): Buffer {
  const stamped = Buffer.alloc(opus.length + 2 + stampBytes);
  stamped[0] = (opus[0] ?? 0) | 0x03;
  stamped[1] = 0x41;
  stamped[2] = stampBytes;
  opus.copy(stamped, 3, 1);
  stamped.writeDoubleBE(epochMs, stamped.length - stampBytes);
  return stamped;
}

/** The time that `stamp` put there, in epoch ms; undefined when it did not. */
export function stampOf(opus: Buffer): number | undefined {
  const isStamped = opus.length > 3 + stampBytes && opus[1] === 0x41 && opus[2] === stampBytes;
  return isStamped ? opus.readDoubleBE(opus.length - stampBytes) : undefined;
}

/** One VP8 frame as the payloads of its packets (RFC 7741), with a 15-bit picture number. */
export function packVp8(frame: Buffer, picture: number): Buffer[] {
  const payloads: Buffer[] = [];
  for (let at = 0; at < frame.length; at += largestPayload) {
    const part = frame.subarray(at, at + largestPayload);
    // Extended; the first packet begins the frame's only partition.
    const descriptor = Buffer.from([at === 0 ? 0x90 : 0x80, 0x80, 0x80 | ((picture >> 8) & 0x7f), picture & 0xff]);
    payloads.push(Buffer.concat([descriptor, part]));
  }
  return payloads;
}
