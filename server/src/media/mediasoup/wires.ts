import { once } from 'node:events';
import { observer, type types } from 'mediasoup';
import { Happened } from '../testing/Happened.ts';
import type { Received } from '../testing/world.ts';

/** The browsers' ends of all transports of engines made from now on. */
export interface Wires {
  readonly received: Happened<Received>;
  /** Sends a packet of a producer; resolves when this process received it back, if it taps that producer. */
  readonly send: (producerId: string, packet: Buffer) => Promise<void>;
  readonly stop: () => void;
}

/**
 * Real packets through a real worker, without a browser: direct transports of the same router replace WebRTC.
 * Producers, consumers and everything between them are the worker's own.
 */
export function wireBrowsers(): Wires {
  const received = new Happened<Received>();
  const producers = new Map<string, types.Producer>();
  const taps = new Map<string, types.Consumer>();

  const onTransport = (transport: types.Transport, direct: () => Promise<types.DirectTransport>): void => {
    if (transport.type === 'pipe') return;
    if (transport.type !== 'webrtc') {
      transport.observer.on('newconsumer', (consumer) => taps.set(consumer.producerId, consumer));
      return;
    }
    transport.produce = async <T extends types.AppData>(options: types.ProducerOptions<T>) => {
      const producer = await (await direct()).produce(options);
      producers.set(producer.id, producer);
      transport.observer.once('close', () => producer.close());
      return producer;
    };
    transport.consume = async <T extends types.AppData>(options: types.ConsumerOptions<T>) => {
      const consumer = await (await direct()).consume(options);
      consumer.on('rtp', (packet) => received.push({ consumerId: consumer.id, packet }));
      transport.observer.once('close', () => consumer.close());
      return consumer;
    };
  };
  const onWorker = (worker: types.Worker): void => {
    worker.observer.on('newrouter', (router) => {
      let wire: Promise<types.DirectTransport> | undefined;
      const direct = (): Promise<types.DirectTransport> => {
        wire ??= router.createDirectTransport({ appData: { wire: true } });
        return wire;
      };
      router.observer.on('newtransport', (transport) => {
        if (transport.appData['wire'] !== true) onTransport(transport, direct);
      });
    });
  };
  observer.on('newworker', onWorker);
  const send = async (producerId: string, packet: Buffer): Promise<void> => {
    const producer = producers.get(producerId);
    const tap = taps.get(producerId);
    if (!producer || producer.closed) return;
    const { codecs, encodings } = producer.rtpParameters;
    packet.writeUInt8((packet.readUInt8(1) & 0x80) | (codecs[0]?.payloadType ?? 0), 1);
    // The SSRC of a packet tells its layer.
    const isOfLayer = encodings?.some(({ ssrc }) => ssrc === packet.readUInt32BE(8)) ?? false;
    if (!isOfLayer) packet.writeUInt32BE(encodings?.[0]?.ssrc ?? 0, 8);
    const passed = tap && !producer.paused ? once(tap, 'rtp') : Promise.resolve();
    producer.send(packet);
    await passed;
  };
  return { received, send, stop: () => void observer.off('newworker', onWorker) };
}
