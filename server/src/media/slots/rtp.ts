/** The RTP fields (RFC 3550) that audio slots read and write in place. */

const fixedHeader = 12;
const oneByteExtensions = 0xbede;
const twoByteExtensions = 0x1000;

/** The level assumed for a packet without a level, in dBov: that of an ordinary voice. */
const unknownLevel = -45;
const silence = -127;
/** An Opus packet of at most this size is silence: discontinuous transmission sends it while nobody talks. */
const quietBytes = 3;

/** False for bytes that are no RTP packet. All functions below need a packet for which this is true. */
export function isRtp(packet: Buffer): boolean {
  return packet.length > fixedHeader && packet.readUInt8(0) >> 6 === 2 && payloadStart(packet) < packet.length;
}

export function sequenceOf(packet: Buffer): number {
  return packet.readUInt16BE(2);
}

export function timestampOf(packet: Buffer): number {
  return packet.readUInt32BE(4);
}

/** Moves a packet to another stream; sequence and timestamp wrap at their range. */
export function readdress(packet: Buffer, to: { ssrc: number; sequence: number; timestamp: number }): void {
  packet.writeUInt16BE(((to.sequence % 0x1_0000) + 0x1_0000) % 0x1_0000, 2);
  packet.writeUInt32BE(((to.timestamp % 0x1_0000_0000) + 0x1_0000_0000) % 0x1_0000_0000, 4);
  packet.writeUInt32BE(to.ssrc, 8);
}

/** Sets the marker bit: sound begins here after a pause, and receivers adapt their delay at this packet. */
export function markBeginning(packet: Buffer): void {
  packet.writeUInt8(packet.readUInt8(1) | 0x80, 1);
}

/** Level in dBov, -127 (silence) to 0, from the ssrc-audio-level extension with this id (RFC 6464). */
export function levelOf(packet: Buffer, extensionId: number): number {
  const at = extensionAt(packet, extensionId);
  if (at !== undefined) return -(packet.readUInt8(at) & 0x7f);
  return packet.length - payloadStart(packet) <= quietBytes ? silence : unknownLevel;
}

function extensionsStart(packet: Buffer): number {
  return fixedHeader + 4 * (packet.readUInt8(0) & 0x0f);
}

function hasExtensions(packet: Buffer): boolean {
  return (packet.readUInt8(0) & 0x10) !== 0 && extensionsStart(packet) + 4 <= packet.length;
}

function payloadStart(packet: Buffer): number {
  const start = extensionsStart(packet);
  return hasExtensions(packet) ? start + 4 + 4 * packet.readUInt16BE(start + 2) : start;
}

/** Offset of an extension's value (RFC 8285, one-byte or two-byte form). */
function extensionAt(packet: Buffer, wanted: number): number | undefined {
  if (!hasExtensions(packet)) return undefined;
  const start = extensionsStart(packet);
  const profile = packet.readUInt16BE(start);
  const long = (profile & 0xfff0) === twoByteExtensions;
  if (!long && profile !== oneByteExtensions) return undefined;
  const end = Math.min(payloadStart(packet), packet.length);
  for (let at = start + 4; at + 1 < end; ) {
    const first = packet.readUInt8(at);
    if (first === 0) {
      at += 1;
      continue;
    }
    const id = long ? first : first >> 4;
    const head = long ? 2 : 1;
    const length = long ? packet.readUInt8(at + 1) : (first & 0x0f) + 1;
    if (id === wanted && length > 0 && at + head + length <= end) return at + head;
    at += head + length;
  }
  return undefined;
}
