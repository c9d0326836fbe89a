import * as z from 'zod/mini';
import '../../../core/jitless.ts';

const count = z._default(z.number(), 0);
const kind = z.enum(['audio', 'video']);
const Inbound = z.object({
  type: z.literal('inbound-rtp'),
  id: z.string(),
  kind,
  trackIdentifier: z._default(z.string(), ''),
  bytesReceived: count,
  packetsReceived: count,
  packetsLost: count,
  frameWidth: count,
  frameHeight: count,
  framesPerSecond: count,
});
const Outbound = z.object({
  type: z.literal('outbound-rtp'),
  id: z.string(),
  kind,
  bytesSent: count,
  frameWidth: count,
  frameHeight: count,
  framesPerSecond: count,
  qualityLimitationReason: z._default(z.string(), 'none'),
});
const Pair = z.object({ type: z.literal('candidate-pair'), nominated: z.literal(true), localCandidateId: z.string() });
const Candidate = z.object({
  type: z.literal('local-candidate'),
  id: z.string(),
  protocol: z.optional(z.string()),
  candidateType: z.optional(z.string()),
});

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

/** One received stream; `track` is the id of its MediaStreamTrack. Bits per second, and loss from 0 to 1. */
export interface ReceivedStream extends Picture {
  readonly kind: 'audio' | 'video';
  readonly track: string;
  readonly bitrate: number;
  readonly loss: number;
}

/** One sent layer; `limit` is the browser's reason to reduce it: `bandwidth`, `cpu`, `none`. */
export interface SentStream extends Picture {
  readonly kind: 'audio' | 'video';
  readonly bitrate: number;
  readonly limit: string;
}

/** How packets travel: over UDP, over TCP when the network blocks UDP, or through a TURN relay. */
type Way = 'udp' | 'tcp' | 'relay';

export interface Streams {
  readonly received: readonly ReceivedStream[];
  readonly sent: readonly SentStream[];
  readonly way: Way | undefined;
}

interface Totals {
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
}

/** Rates of each stream since the last reading. */
export class StreamMeter {
  #before = new Map<string, Totals>();
  #at = performance.now();

  measure({ send, recv }: { readonly send?: RTCStatsReport; readonly recv?: RTCStatsReport }): Streams {
    const now = performance.now();
    const seconds = Math.max(now - this.#at, 1) / 1_000;
    const totals = new Map<string, Totals>();
    const since = (id: string, total: Totals): Totals => {
      totals.set(id, total);
      const before = this.#before.get(id) ?? total;
      const grown = (key: keyof Totals) => Math.max(total[key] - before[key], 0);
      return { bytes: grown('bytes'), packets: grown('packets'), lost: grown('lost') };
    };
    const received = pick(recv, Inbound).map((stream): ReceivedStream => {
      const { bytes, packets, lost } = since(stream.id, {
        bytes: stream.bytesReceived,
        packets: stream.packetsReceived,
        lost: stream.packetsLost,
      });
      return {
        ...pictureOf(stream),
        kind: stream.kind,
        track: stream.trackIdentifier,
        bitrate: (bytes * 8) / seconds,
        loss: packets + lost > 0 ? lost / (packets + lost) : 0,
      };
    });
    const sent = pick(send, Outbound).map((stream): SentStream => {
      const { bytes } = since(stream.id, { bytes: stream.bytesSent, packets: 0, lost: 0 });
      return {
        ...pictureOf(stream),
        kind: stream.kind,
        bitrate: (bytes * 8) / seconds,
        limit: stream.qualityLimitationReason,
      };
    });
    this.#before = totals;
    this.#at = now;
    return { received, sent, way: wayOf(recv) ?? wayOf(send) };
  }
}

function pictureOf(stream: { frameWidth: number; frameHeight: number; framesPerSecond: number }): Picture {
  return { width: stream.frameWidth, height: stream.frameHeight, framesPerSecond: Math.round(stream.framesPerSecond) };
}

function wayOf(report: RTCStatsReport | undefined): Way | undefined {
  const [pair] = pick(report, Pair);
  const used = pick(report, Candidate).find(({ id }) => id === pair?.localCandidateId);
  if (!used) return undefined;
  if (used.candidateType === 'relay') return 'relay';
  return used.protocol === 'tcp' ? 'tcp' : 'udp';
}

function pick<S extends z.ZodMiniType>(report: RTCStatsReport | undefined, schema: S): z.infer<S>[] {
  const found: z.infer<S>[] = [];
  report?.forEach((entry: unknown) => {
    const parsed = schema.safeParse(entry);
    if (parsed.success) found.push(parsed.data);
  });
  return found;
}
