/** The lengths of frames by the configuration in the first byte of a packet (RFC 6716, table 2), in ms. */
const silk = [10, 20, 40, 60];
const hybrid = [10, 20];
const celt = [2.5, 5, 10, 20];

/** How long a packet of Opus sounds, in ms; 20 for bytes that are no packet. */
export function opusLengthOf(packet: Buffer): number {
  const [first, second = 1] = packet;
  if (first === undefined) return 20;
  const config = first >> 3;
  const frame = config < 12 ? silk[config % 4] : config < 16 ? hybrid[config % 2] : celt[config % 4];
  const count = (first & 3) === 0 ? 1 : (first & 3) === 3 ? second & 0x3f : 2;
  return (frame ?? 20) * Math.max(1, count);
}

/** Silence of 20 ms, and of six times that in one packet. */
const short = { ms: 20, data: Buffer.from([0xf8, 0xff, 0xfe]) };
const long = { ms: 120, data: Buffer.from([0xfb, 0x06, ...Array.from({ length: 6 }, () => [0xff, 0xfe]).flat()]) };

/**
 * Packets of silence for a gap: discontinuous transmission sends next to nothing while nobody talks, and a player takes
 * what is missing in a file as if it had never been.
 */
export function* silenceBetween(from: number, until: number): Generator<{ at: number; data: Buffer }> {
  for (let at = from; until - at >= short.ms; ) {
    const packet = until - at >= long.ms ? long : short;
    yield { at, data: packet.data };
    at += packet.ms;
  }
}
