import { clusterOf, joined, type TimedPacket } from '../../src/pages/recordings/media/webm.ts';

interface Track {
  readonly codec: 'opus' | 'vp8';
  readonly packets: readonly TimedPacket[];
  readonly width?: number;
  readonly height?: number;
}

/** A WebM file as a recorder writes it: without an index and a length, a cluster each second. */
export function webmFile({ codec, packets, width = 0, height = 0 }: Track): Uint8Array<ArrayBuffer> {
  const groups = new Map<number, TimedPacket[]>();
  for (const packet of packets) {
    const second = Math.floor(packet.time / 1_000);
    groups.set(second, [...(groups.get(second) ?? []), packet]);
  }
  return joined([headOf({ codec, width, height }), ...[...groups.values()].map(clusterOf)]);
}

function headOf({ codec, width, height }: { codec: Track['codec']; width: number; height: number }) {
  const head = element('1a45dfa3', [
    element('4286', [1]),
    element('42f7', [1]),
    element('42f2', [4]),
    element('42f3', [8]),
    element('4282', text('webm')),
    element('4287', [4]),
    element('4285', [2]),
  ]);
  const info = element('1549a966', [
    element('2ad7b1', [0x0f, 0x42, 0x40]),
    element('4d80', text('test')),
    element('5741', text('test')),
  ]);
  const opus = [
    element('86', text('A_OPUS')),
    element('63a2', [...text('OpusHead'), 1, 1, 0x38, 0x01, 0x80, 0xbb, 0, 0, 0, 0, 0]),
    element('e1', [element('b5', [0x47, 0x3b, 0x80, 0x00]), element('9f', [1])]),
  ];
  const vp8 = [
    element('86', text('V_VP8')),
    element('e0', [element('b0', [width >> 8, width & 255]), element('ba', [height >> 8, height & 255])]),
  ];
  const track = element('ae', [
    element('d7', [1]),
    element('73c5', [1]),
    element('9c', [0]),
    element('83', [codec === 'opus' ? 2 : 1]),
    ...(codec === 'opus' ? opus : vp8),
  ]);
  const segment = bytesOf('1853806701ffffffffffffff');
  return joined([head, segment, info, element('1654ae6b', [track])]);
}

function element(id: string, body: readonly (number | Uint8Array)[]): Uint8Array {
  const inside = joined(body.map((part) => (typeof part === 'number' ? new Uint8Array([part]) : part)));
  return joined([bytesOf(id), new Uint8Array([0x40 | (inside.length >> 8), inside.length & 255]), inside]);
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function text(word: string): number[] {
  return [...new TextEncoder().encode(word)];
}
