/** The fields of a synthetic packet. `level`: -127 to 0 dBov; undefined: no level extension. */
interface RtpFields {
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc?: number;
  readonly level?: number;
  readonly payload?: Buffer;
}

/** An Opus RTP packet with the audio level as extension 1, for the fake engine and tests. */
export function createRtp({ sequence, timestamp, ssrc = 1, level, payload = Buffer.alloc(40) }: RtpFields): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt8(level === undefined ? 0x80 : 0x90, 0);
  header.writeUInt8(100, 1);
  header.writeUInt16BE(sequence & 0xffff, 2);
  header.writeUInt32BE(timestamp >>> 0, 4);
  header.writeUInt32BE(ssrc, 8);
  const extensions = level === undefined ? Buffer.alloc(0) : Buffer.from([0xbe, 0xde, 0, 1, 0x10, -level, 0, 0]);
  return Buffer.concat([header, extensions, payload]);
}
