import { headOf, type Packet, packetsIn } from '../../src/pages/recordings/media/webm.ts';

/** The frames of a WebM file of one stream. */
export function webmFrames(bytes: Uint8Array<ArrayBuffer>): readonly Packet[] {
  const head = headOf(bytes);
  return head ? packetsIn(bytes.subarray(head.bytes.length), head.tickMs).packets : [];
}
