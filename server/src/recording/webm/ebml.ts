/** The elements of Matroska (RFC 9559) that recordings use. */
export const ids = {
  header: 0x1a45dfa3,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  seekPosition: 0x53ac,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  codecDelay: 0x56aa,
  seekPreRoll: 0x56bb,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  cues: 0x1c53bb6b,
  cuePoint: 0xbb,
  cueTime: 0xb3,
  cueTrackPositions: 0xb7,
  cueTrack: 0xf7,
  cueClusterPosition: 0xf1,
  void: 0xec,
} as const;

/** An element with a size of four bytes, so that its length is known before its content. */
export function element(id: number, ...content: readonly Buffer[]): Buffer {
  const length = content.reduce((sum, { length: bytes }) => sum + bytes, 0);
  return Buffer.concat([idBytes(id), size(length), ...content]);
}

/** Four bytes of size: enough for 256 MB. */
function size(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(0x1000_0000 + length);
  return bytes;
}

/** The size of a segment whose end is not known yet, in eight bytes. */
export const unknownSize = Buffer.from('01ffffffffffffff', 'hex');

/** Eight bytes of size, in place of `unknownSize`. */
export function longSize(length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(0x0100_0000_0000_0000n + BigInt(length));
  return bytes;
}

export function idBytes(id: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(id);
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0));
}

export function unsigned(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return element(id, bytes);
}

export function float(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return element(id, bytes);
}

export function text(id: number, value: string): Buffer {
  return element(id, Buffer.from(value));
}

/** The head of an element: its id, the bytes of the head, and of its content; undefined when `bytes` are no whole head. */
export interface Head {
  readonly id: number;
  readonly head: number;
  readonly content: number;
}

export function headAt(bytes: Buffer, at: number): Head | undefined {
  const idLength = lengthOf(bytes[at], 4);
  const sizeLength = idLength && lengthOf(bytes[at + idLength], 8);
  if (!idLength || !sizeLength || at + idLength + sizeLength > bytes.length) return undefined;
  const first = (bytes[at + idLength] ?? 0) & (0xff >> sizeLength);
  let content = first;
  for (let i = 1; i < sizeLength; i += 1) content = content * 256 + (bytes[at + idLength + i] ?? 0);
  return { id: bytes.readUIntBE(at, idLength), head: idLength + sizeLength, content };
}

function lengthOf(first: number | undefined, most: number): number | undefined {
  if (first === undefined || first === 0) return undefined;
  const length = Math.clz32(first) - 23;
  return length <= most ? length : undefined;
}
