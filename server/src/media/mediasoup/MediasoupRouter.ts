import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import type { types } from 'mediasoup';
import type { Parameters, Router, RouterEvents, TransportPair } from '../router.ts';
import { mediaCodecs } from './codecs.ts';
import { call } from './failures.ts';
import { MediasoupTransports } from './MediasoupTransports.ts';
import type { Report, WorkerSlot } from './WorkerSlot.ts';

/** When somebody counts as talking: averages over `interval` ms above `threshold` dBov, the `maxEntries` loudest. */
const audible = { interval: 300, threshold: -65, maxEntries: 8 } as const;

/** One room's router on one worker, with the ear that hears who talks. */
export class MediasoupRouter implements Router {
  readonly rtpCapabilities: Parameters;
  readonly #router: types.Router;
  readonly #server: types.WebRtcServer;
  readonly #observer: types.AudioLevelObserver;
  readonly #slot: WorkerSlot;
  readonly #onReport: Report;
  readonly #talkers = new Map<string, MemberId>();
  readonly #leave: () => void;

  private constructor(of: {
    router: types.Router;
    server: types.WebRtcServer;
    observer: types.AudioLevelObserver;
    slot: WorkerSlot;
    onReport: Report;
    leave: () => void;
  }) {
    this.#router = of.router;
    this.#server = of.server;
    this.#observer = of.observer;
    this.#slot = of.slot;
    this.#onReport = of.onReport;
    this.#leave = of.leave;
    this.rtpCapabilities = browserCapabilities(of.router.rtpCapabilities);
  }

  /** @throws AppError `unavailable` when the worker is lost meanwhile */
  static async create(slot: WorkerSlot, events: RouterEvents, onReport: Report): Promise<MediasoupRouter> {
    const running = slot.running;
    if (!running) throw new AppError('unavailable', 'The media worker was lost.');
    const { worker, server } = running;
    const router = await call(worker.createRouter({ mediaCodecs }));
    const observer = await call(router.createAudioLevelObserver(audible)).catch((error: unknown) => {
      router.close();
      throw error;
    });
    const drop = slot.carry();
    const onDied = (): void => {
      drop();
      // A listener that throws would keep the news from the other rooms of this worker.
      try {
        events.onLost();
      } catch (error) {
        onReport('a room failed to leave a dead worker', { error });
      }
    };
    worker.once('died', onDied);
    const leave = (): void => {
      drop();
      worker.off('died', onDied);
    };
    const made = new MediasoupRouter({ router, server, observer, slot, onReport, leave });
    observer.on('volumes', (volumes) => events.onLevels(made.#levelsOf(volumes)));
    return made;
  }

  async createTransportPair(): Promise<TransportPair> {
    const drop = this.#slot.carry();
    try {
      return await MediasoupTransports.create({
        router: this.#router,
        server: this.#server,
        onReport: this.#onReport,
        onMic: (producerId, member) => this.#hear(producerId, member),
        onClosed: drop,
      });
    } catch (error) {
      drop();
      throw error;
    }
  }

  close(): void {
    this.#leave();
    this.#talkers.clear();
    this.#router.close();
  }

  async #hear(producerId: string, member: MemberId): Promise<void> {
    this.#talkers.set(producerId, member);
    // It fails only when the stream has ended already.
    await this.#observer.addProducer({ producerId }).catch(() => this.#talkers.delete(producerId));
  }

  #levelsOf(volumes: readonly types.AudioLevelObserverVolume[]): { member: MemberId; level: number }[] {
    return volumes.flatMap(({ producer, volume }) => {
      const member = this.#talkers.get(producer.id);
      return member === undefined ? [] : [{ member, level: volume }];
    });
  }
}

/** What browsers are told: without video-orientation they turn the picture themselves, which every viewer understands. */
function browserCapabilities({ codecs = [], headerExtensions = [] }: types.RtpCapabilities): Parameters {
  return { codecs, headerExtensions: headerExtensions.filter(({ uri }) => uri !== 'urn:3gpp:video-orientation') };
}
