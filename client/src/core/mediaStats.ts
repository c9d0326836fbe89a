import * as z from 'zod/mini';

/** Quality of the connection. Bitrates in bits per second since the last call; loss as a share from 0 to 1. */
export interface MediaStats {
  /** Undefined until both ends have measured it. */
  readonly rttMs?: number;
  readonly sendLoss: number;
  readonly recvLoss: number;
  readonly sendBitrate: number;
  readonly recvBitrate: number;
}

const count = z._default(z.number(), 0);
const Inbound = z.object({
  type: z.literal('inbound-rtp'),
  bytesReceived: count,
  packetsReceived: count,
  packetsLost: count,
});
const Outbound = z.object({ type: z.literal('outbound-rtp'), bytesSent: count });
/** The server's report on its loss of what this client sent. */
const Remote = z.object({ type: z.literal('remote-inbound-rtp'), fractionLost: count });
const Pair = z.object({
  type: z.literal('candidate-pair'),
  nominated: z.literal(true),
  currentRoundTripTime: z.optional(z.number()),
});

type Reports = { readonly send?: RTCStatsReport; readonly recv?: RTCStatsReport };
type Totals = {
  readonly at: number;
  readonly sent: number;
  readonly received: number;
  readonly got: number;
  readonly lost: number;
};

/** Turns the browser's totals into rates. */
export class StatsMeter {
  #before: Totals = { at: performance.now(), sent: 0, received: 0, got: 0, lost: 0 };

  measure({ send, recv }: Reports): MediaStats {
    const inbound = pick(recv, Inbound);
    const now: Totals = {
      at: performance.now(),
      sent: sum(pick(send, Outbound).map(({ bytesSent }) => bytesSent)),
      received: sum(inbound.map(({ bytesReceived }) => bytesReceived)),
      got: sum(inbound.map(({ packetsReceived }) => packetsReceived)),
      lost: sum(inbound.map(({ packetsLost }) => packetsLost)),
    };
    const before = this.#before;
    this.#before = now;
    const seconds = Math.max(now.at - before.at, 1) / 1_000;
    // Totals fall when a stream ends; a rate is never negative.
    const got = Math.max(now.got - before.got, 0);
    const lost = Math.max(now.lost - before.lost, 0);
    const rtt = [...pick(send, Pair), ...pick(recv, Pair)].flatMap(
      ({ currentRoundTripTime }) => currentRoundTripTime ?? [],
    );
    return {
      ...(rtt.length > 0 && { rttMs: Math.max(...rtt) * 1_000 }),
      sendLoss: Math.max(0, ...pick(send, Remote).map(({ fractionLost }) => fractionLost)),
      recvLoss: got + lost > 0 ? lost / (got + lost) : 0,
      sendBitrate: (Math.max(now.sent - before.sent, 0) * 8) / seconds,
      recvBitrate: (Math.max(now.received - before.received, 0) * 8) / seconds,
    };
  }
}

function pick<S extends z.ZodMiniType>(report: RTCStatsReport | undefined, schema: S): z.infer<S>[] {
  const found: z.infer<S>[] = [];
  report?.forEach((entry: unknown) => {
    const parsed = schema.safeParse(entry);
    if (parsed.success) found.push(parsed.data);
  });
  return found;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
