import * as z from 'zod/mini';
import { Source } from '@plenum/shared/features/media/contract';
import { MemberId } from '@plenum/shared/core/ids';

/** A stream that is written from now on. `id` is unique while the process lives. */
const Open = z.object({
  do: z.literal('open'),
  id: z.int(),
  folder: z.string(),
  member: MemberId,
  source: Source,
  codec: z.enum(['opus', 'vp8']),
  /** At this time of the server's monotonic clock the recording's clock shows 0, pauses taken out; in ms. */
  origin: z.number(),
});

/** What the server asks of the recorder, beside packets. Times are ms of the server's monotonic clock. */
export const Order = z.discriminatedUnion('do', [
  Open,
  /** The keys of recordings, before everything else: new files are encrypted with the first one. */
  z.object({ do: z.literal('keys'), keys: z.array(z.string()) }),
  z.object({ do: z.literal('close'), id: z.int(), at: z.number() }),
  /** A report of the sender: it took `timestamp` at `ntp`, in ms of its own clock. */
  z.object({ do: z.literal('report'), id: z.int(), timestamp: z.number(), ntp: z.number(), at: z.number() }),
  /** Appends a line to a file of a recording. */
  z.object({ do: z.literal('line'), folder: z.string(), file: z.enum(['log.jsonl', 'index.jsonl']), text: z.string() }),
  /** A recording may have so many bytes from now on; without this there is no bound. */
  z.object({ do: z.literal('grant'), folder: z.string(), upTo: z.number() }),
  /** Completes all files of a recording and answers `finished`. */
  z.object({ do: z.literal('finish'), folder: z.string(), at: z.number() }),
]);
export type Order = z.infer<typeof Order>;
export type OpenStream = z.infer<typeof Open>;

/** What the recorder tells. */
export const Word = z.discriminatedUnion('is', [
  z.object({ is: z.literal('keyFrame'), id: z.int() }),
  /** All bytes of a recording by now, those included that completing its files takes. */
  z.object({ is: z.literal('bytes'), folder: z.string(), bytes: z.number() }),
  /** Nothing more can be written into this recording; `limit`: no more bytes were granted. */
  z.object({
    is: z.literal('failed'),
    folder: z.string(),
    why: z.enum(['limit', 'full', 'disk']),
    message: z.string(),
  }),
  z.object({ is: z.literal('finished'), folder: z.string() }),
]);
export type Word = z.infer<typeof Word>;

/** The first byte of a message to the recorder: a packet, or an order in JSON. */
const kinds = { packet: 1, order: 2 } as const;
const packetHead = 4 + 1 + 4 + 8;

/** A packet of a stream that came at `at`. */
export function packetMessage(id: number, at: number, packet: Buffer): Buffer {
  const message = Buffer.allocUnsafe(packetHead + packet.length);
  message.writeUInt32BE(packetHead - 4 + packet.length, 0);
  message.writeUInt8(kinds.packet, 4);
  message.writeUInt32BE(id, 5);
  message.writeDoubleBE(at, 9);
  packet.copy(message, packetHead);
  return message;
}

export function orderMessage(order: Order): Buffer {
  const text = Buffer.from(JSON.stringify(order));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(text.length + 1, 0);
  head.writeUInt8(kinds.order, 4);
  return Buffer.concat([head, text]);
}

interface Receiver {
  packet(id: number, at: number, packet: Buffer): void;
  order(order: Order): void;
}

/** Reads messages from the pieces in which a pipe delivers them. */
export class MessageReader {
  readonly #receiver: Receiver;
  #rest: Buffer = Buffer.alloc(0);

  constructor(receiver: Receiver) {
    this.#receiver = receiver;
  }

  push(piece: Buffer): void {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    let at = 0;
    while (at + 4 <= bytes.length) {
      const end = at + 4 + bytes.readUInt32BE(at);
      if (end > bytes.length) break;
      this.#read(bytes.subarray(at + 4, end));
      at = end;
    }
    this.#rest = bytes.subarray(at);
  }

  #read(message: Buffer): void {
    if (message[0] === kinds.packet) {
      this.#receiver.packet(message.readUInt32BE(1), message.readDoubleBE(5), message.subarray(13));
    } else {
      this.#receiver.order(Order.parse(JSON.parse(message.subarray(1).toString())));
    }
  }
}
