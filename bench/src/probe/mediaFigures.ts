import * as z from 'zod/mini';

const count = z.number();

/** Counters of the SFU over all workers. Packets and bytes count for open streams, since each began. */
export const MediaFigures = z.object({
  routers: count,
  transports: count,
  producers: count,
  consumers: count,
  /** Consumers that are paused at neither end. */
  liveConsumers: count,
  /** Those of them that go from one worker to another. */
  livePipes: count,
  packetsIn: count,
  packetsOut: count,
  /** Loss by the receivers' reports; a receiver without reports counts as lossless. */
  packetsLost: count,
  bytesOut: count,
});
export type MediaFigures = z.infer<typeof MediaFigures>;

export const MediaQuestion = z.object({ id: count, ask: z.literal('media') });
export const MediaAnswer = z.object({ id: count, media: MediaFigures });
export type MediaAnswer = z.infer<typeof MediaAnswer>;
