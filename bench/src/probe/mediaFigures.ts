import * as z from 'zod/mini';

const count = z.number();

/** What the SFU counts, over all its workers. Packets and bytes are those of streams that are open now, since they began. */
export const MediaFigures = z.object({
  routers: count,
  transports: count,
  producers: count,
  consumers: count,
  /** Not paused at either end. */
  liveConsumers: count,
  /** Of these: from one worker to another. */
  livePipes: count,
  packetsIn: count,
  packetsOut: count,
  /** As receivers report it; who reports nothing has lost nothing here. */
  packetsLost: count,
  bytesOut: count,
});
export type MediaFigures = z.infer<typeof MediaFigures>;

export const MediaQuestion = z.object({ id: count, ask: z.literal('media') });
export const MediaAnswer = z.object({ id: count, media: MediaFigures });
export type MediaAnswer = z.infer<typeof MediaAnswer>;
