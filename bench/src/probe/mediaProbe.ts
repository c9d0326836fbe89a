// `probe.ts` with the counters of mediasoup. Loaded before the server, so that it sees every worker begin.
import './probe.ts';
import { inBackground } from '@plenum/shared/core/background';
import { observer, type types } from 'mediasoup';
import { type MediaAnswer, type MediaFigures, MediaQuestion } from './mediaFigures.ts';

const routers = new Set<types.Router>();
const transports = new Set<types.Transport>();
const producers = new Set<types.Producer>();
const consumers = new Set<types.Consumer>();

/** Keeps the open objects: each mediasoup observer reports when its object closes. */
function keep<T extends { readonly observer: { once(event: 'close', listener: () => void): unknown } }>(
  set: Set<T>,
  item: T,
): void {
  set.add(item);
  item.observer.once('close', () => set.delete(item));
}

observer.on('newworker', (worker) => {
  worker.observer.on('newrouter', (router) => {
    keep(routers, router);
    router.observer.on('newtransport', (transport) => {
      keep(transports, transport);
      transport.observer.on('newproducer', (producer) => keep(producers, producer));
      transport.observer.on('newconsumer', (consumer) => keep(consumers, consumer));
    });
  });
});

/**
 * Questions to workers at once; each is a message and an answer. Few enough that the answers fit into the pipe: a worker
 * writes the rest one by one, with Debian's libuv 1.44 one in each turn, and every later message waits behind them.
 */
const atOnce = 20;

/** Adds up the counters of all items. */
async function sum<T>(items: readonly T[], ask: (item: T) => Promise<readonly object[]>) {
  const total = { packetCount: 0, packetsLost: 0, byteCount: 0 };
  for (let at = 0; at < items.length; at += atOnce) {
    const stats = await Promise.all(items.slice(at, at + atOnce).map((item) => ask(item).catch(() => [])));
    for (const entry of stats.flat()) {
      total.packetCount += Number(Reflect.get(entry, 'packetCount') ?? 0);
      total.packetsLost += Number(Reflect.get(entry, 'packetsLost') ?? 0);
      total.byteCount += Number(Reflect.get(entry, 'byteCount') ?? 0);
    }
  }
  return total;
}

/** A consumer reports its producer's counters too; its own have this type. */
async function sentBy(consumer: types.Consumer): Promise<readonly object[]> {
  return (await consumer.getStats()).filter(({ type }) => type === 'outbound-rtp');
}

async function figures(): Promise<MediaFigures> {
  const live = [...consumers].filter(({ paused, producerPaused }) => !paused && !producerPaused);
  const open = [...producers].filter(({ paused }) => !paused);
  const received = await sum(open, (producer) => producer.getStats());
  const sent = await sum(live, sentBy);
  return {
    routers: routers.size,
    transports: transports.size,
    producers: producers.size,
    consumers: consumers.size,
    liveConsumers: live.length,
    livePipes: live.filter(({ type }) => type === 'pipe').length,
    packetsIn: received.packetCount,
    packetsOut: sent.packetCount,
    packetsLost: sent.packetsLost,
    bytesOut: sent.byteCount,
  };
}

process.on('message', (raw: unknown) => {
  const question = MediaQuestion.safeParse(raw);
  if (!question.success) return;
  const { id } = question.data;
  const told = figures().then((media) => {
    const answer: MediaAnswer = { id, media };
    process.send?.(answer);
  });
  // A stream that has ended has no figures: the bench stops waiting at its own timeout.
  inBackground(told, (error) => process.emitWarning(String(error)));
});
