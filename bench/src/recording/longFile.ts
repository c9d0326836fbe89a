/** One frame; `time` in ms of its clip. */
interface ClipFrame {
  readonly time: number;
  readonly key: boolean;
  readonly data: Buffer;
}

/** A clip that a page has encoded. */
export interface Clip {
  readonly codec: 'opus' | 'vp8';
  readonly frames: readonly ClipFrame[];
  readonly lastsMs: number;
  readonly width: number;
  readonly height: number;
}

/** How long a cluster of the recorder is, in ms. */
const clusterMs = 500;

/**
 * A WebM file as a recorder leaves it that was killed: clusters of simple blocks, and space for what the server writes when it
 * completes the file. The clip is repeated until the file is long enough.
 */
export function longFile(clip: Clip, lastsMs: number): Buffer {
  const parts: Buffer[] = [headOf(clip)];
  let blocks: Buffer[] = [];
  let since = 0;
  const flush = (): void => {
    if (blocks.length > 0) parts.push(element('1f43b675', unsigned('e7', since), ...blocks));
    blocks = [];
  };
  for (let turn = 0; turn * clip.lastsMs < lastsMs; turn += 1) {
    for (const { time, key, data } of clip.frames) {
      const at = Math.round(turn * clip.lastsMs + time);
      // As the recorder does it: a key frame begins a cluster.
      if (at - since >= clusterMs || (clip.codec === 'vp8' && key)) flush();
      if (blocks.length === 0) since = at;
      const head = Buffer.from([0x81, 0, 0, key ? 0x80 : 0]);
      head.writeInt16BE(at - since, 1);
      blocks.push(element('a3', head, data));
    }
  }
  flush();
  return Buffer.concat(parts);
}

function headOf({ codec, width, height }: Clip): Buffer {
  const header = element(
    '1a45dfa3',
    unsigned('4286', 1),
    unsigned('42f7', 1),
    unsigned('42f2', 4),
    unsigned('42f3', 8),
    element('4282', Buffer.from('webm')),
    unsigned('4287', 4),
    unsigned('4285', 2),
  );
  // The spaces of the seek head and of the duration.
  const seekSpace = element('ec', Buffer.alloc(59));
  const info = element('1549a966', unsigned('2ad7b1', 1_000_000), element('ec', Buffer.alloc(9)));
  const opusHead = Buffer.from([...Buffer.from('OpusHead'), 1, 1, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0]);
  const frequency = Buffer.alloc(8);
  frequency.writeDoubleBE(48_000);
  const track =
    codec === 'vp8'
      ? [
          unsigned('83', 1),
          element('86', Buffer.from('V_VP8')),
          element('e0', unsigned('b0', width), unsigned('ba', height)),
        ]
      : [
          unsigned('83', 2),
          element('86', Buffer.from('A_OPUS')),
          element('63a2', opusHead),
          element('e1', element('b5', frequency), unsigned('9f', 1)),
        ];
  const tracks = element('1654ae6b', element('ae', unsigned('d7', 1), unsigned('73c5', 1), ...track));
  return Buffer.concat([header, Buffer.from('1853806701ffffffffffffff', 'hex'), seekSpace, info, tracks]);
}

function element(id: string, ...content: readonly Buffer[]): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(0x1000_0000 + content.reduce((sum, { length }) => sum + length, 0));
  return Buffer.concat([Buffer.from(id, 'hex'), size, ...content]);
}

function unsigned(id: string, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return element(id, bytes);
}
