/** One RTP packet in the order of its stream. */
export interface OrderedPacket {
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: Buffer;
  /** The arrival, in ms of the server's monotonic clock. */
  readonly at: number;
}

interface Packet extends OrderedPacket {
  readonly sequence: number;
}

/** How long a missing packet is awaited, in ms of arrivals: a retransmission takes one or two round trips. */
const waitMs = 600;
/** The most packets that wait behind a missing one. */
const mostWaiting = 512;
/** A step of the sequence number beyond this begins anew: the stream's sender was replaced. */
const farStep = 3_000;

/** Puts the packets of one stream in order, without duplicates, and tells of packets that never came. */
export class Reorder {
  readonly #onPacket: (packet: OrderedPacket) => void;
  readonly #onLost: () => void;
  readonly #waiting = new Map<number, Packet>();
  #next: number | undefined;

  constructor(onPacket: (packet: OrderedPacket) => void, onLost: () => void) {
    this.#onPacket = onPacket;
    this.#onLost = onLost;
  }

  /** Takes an RTP packet. Ignores bytes that are none. */
  push(bytes: Buffer, at: number): void {
    const packet = parse(bytes, at);
    if (!packet) return;
    this.#next ??= packet.sequence;
    const ahead = (packet.sequence - this.#next) & 0xffff;
    if (ahead >= 0x8000) {
      // Too late, or twice. Far behind: another sender with numbers of its own.
      if (0x1_0000 - ahead < farStep) return;
      this.#restart(packet);
    } else if (ahead > farStep) {
      this.#restart(packet);
    }
    this.#waiting.set(packet.sequence, packet);
    this.#release(at);
  }

  /** Gives out what waits, without the packets that are missing. */
  flush(): void {
    while (this.#waiting.size > 0) this.#skip();
  }

  #restart({ sequence }: Packet): void {
    this.flush();
    this.#onLost();
    this.#next = sequence;
  }

  #release(now: number): void {
    this.#drain();
    while (this.#waiting.size > 0) {
      const oldest = this.#waiting.values().next().value?.at ?? now;
      if (now - oldest < waitMs && this.#waiting.size < mostWaiting) return;
      this.#skip();
    }
  }

  #drain(): void {
    for (;;) {
      const packet = this.#next === undefined ? undefined : this.#waiting.get(this.#next);
      if (!packet) return;
      this.#waiting.delete(packet.sequence);
      this.#next = (packet.sequence + 1) & 0xffff;
      this.#onPacket(packet);
    }
  }

  /** Gives up the missing packets before the first one that waits. */
  #skip(): void {
    const from = this.#next ?? 0;
    let nearest: number | undefined;
    for (const sequence of this.#waiting.keys()) {
      if (nearest === undefined || ((sequence - from) & 0xffff) < ((nearest - from) & 0xffff)) nearest = sequence;
    }
    this.#next = nearest;
    this.#onLost();
    this.#drain();
  }
}

/** Reads an RTP packet (RFC 3550); undefined for other bytes and for a packet without content. */
function parse(bytes: Buffer, at: number): Packet | undefined {
  if (bytes.length < 12 || bytes.readUInt8(0) >> 6 !== 2) return undefined;
  const first = bytes.readUInt8(0);
  let start = 12 + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (start + 4 > bytes.length) return undefined;
    start += 4 + 4 * bytes.readUInt16BE(start + 2);
  }
  const padding = (first & 0x20) === 0 ? 0 : bytes.readUInt8(bytes.length - 1);
  if (start >= bytes.length - padding) {
    // Only padding, for the estimate of the bandwidth: it has a sequence number and no content.
    if (start > bytes.length) return undefined;
    return packetOf(bytes, Buffer.alloc(0), at);
  }
  return packetOf(bytes, bytes.subarray(start, bytes.length - padding), at);
}

function packetOf(bytes: Buffer, payload: Buffer, at: number): Packet {
  const marker = (bytes.readUInt8(1) & 0x80) !== 0;
  return { sequence: bytes.readUInt16BE(2), timestamp: bytes.readUInt32BE(4), marker, payload, at };
}
