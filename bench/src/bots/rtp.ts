/** The header fields of a packet that a bot sends. */
export interface RtpHeader {
  readonly payloadType: number;
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  /** Audio level in -dBov, in the extension with this id (RFC 6464). */
  readonly level?: { readonly id: number; readonly value: number } | undefined;
}

/** One RTP packet (RFC 3550), with the level in a one-byte header extension (RFC 8285). */
export function writeRtp(
  { payloadType, marker, sequence, timestamp, ssrc, level }: RtpHeader,
  payload: Buffer,
): Buffer {
  const packet = Buffer.alloc(12 + (level ? 8 : 0) + payload.length);
  packet[0] = level ? 0x90 : 0x80;
  packet[1] = (marker ? 0x80 : 0) | payloadType;
  packet.writeUInt16BE(sequence & 0xffff, 2);
  packet.writeUInt32BE(timestamp >>> 0, 4);
  packet.writeUInt32BE(ssrc, 8);
  if (level) {
    packet.writeUInt16BE(0xbede, 12);
    packet.writeUInt16BE(1, 14);
    packet[16] = level.id << 4;
    // The top bit marks a voice.
    packet[17] = (level.value < 127 ? 0x80 : 0) | level.value;
  }
  payload.copy(packet, packet.length - payload.length);
  return packet;
}

/** RTP, as opposed to STUN, DTLS and RTCP, by its first two bytes (RFC 7983, RFC 5761). */
export function isRtp(packet: Buffer): boolean {
  const [first = 0, second = 0] = packet;
  return first >> 6 === 2 && packet.length >= 12 && !(second >= 192 && second <= 223);
}

export function isRtcp(packet: Buffer): boolean {
  const [first = 0, second = 0] = packet;
  return first >> 6 === 2 && packet.length >= 8 && second >= 192 && second <= 223;
}

/** The payload after the header. */
export function payloadOf(packet: Buffer): Buffer {
  const first = packet[0] ?? 0;
  let offset = 12 + (first & 0x0f) * 4;
  if (first & 0x10) offset += 4 + packet.readUInt16BE(offset + 2) * 4;
  return packet.subarray(offset);
}

/** SSRCs for which a new key frame is requested, by PLI (RFC 4585) or FIR (RFC 5104). */
export function keyFramesWanted(packet: Buffer): number[] {
  const wanted: number[] = [];
  for (let at = 0; at + 12 <= packet.length; at += 4 * (packet.readUInt16BE(at + 2) + 1)) {
    const [format, type] = [(packet[at] ?? 0) & 0x1f, packet[at + 1]];
    if (type !== 206) continue;
    if (format === 1) wanted.push(packet.readUInt32BE(at + 8));
    else if (format === 4 && at + 16 <= packet.length) wanted.push(packet.readUInt32BE(at + 12));
  }
  return wanted;
}

/** One stream's entry in a receiver report. */
export interface Received {
  readonly ssrc: number;
  /** Share lost since the last report, in 256ths. */
  readonly fractionLost: number;
  readonly lost: number;
  readonly highest: number;
}

/** A receiver report (RFC 3550) on at most 31 streams. */
export function writeReport(from: number, streams: readonly Received[]): Buffer {
  const packet = Buffer.alloc(8 + 24 * streams.length);
  packet[0] = 0x80 | streams.length;
  packet[1] = 201;
  packet.writeUInt16BE(packet.length / 4 - 1, 2);
  packet.writeUInt32BE(from, 4);
  for (const [index, { ssrc, fractionLost, lost, highest }] of streams.entries()) {
    const at = 8 + 24 * index;
    packet.writeUInt32BE(ssrc, at);
    packet[at + 4] = fractionLost;
    packet.writeUIntBE(Math.max(0, Math.min(lost, 0x7fffff)), at + 5, 3);
    packet.writeUInt32BE(highest >>> 0, at + 8);
  }
  return packet;
}
