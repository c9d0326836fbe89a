import type { MemberId } from '@plenum/shared/core/ids';
import { AppError } from '@plenum/shared/core/errors';
import type { types } from 'mediasoup';
import { latestSoundMs, type ShedLevel } from '../overload/shedLevels.ts';
import type { Recorded, Recording, RouterEvents, RtpRecord, SlotName, SlotProducer, StreamName } from '../router.ts';
import { mediaCodecs } from './codecs.ts';
import { DirectAudio } from './DirectAudio.ts';
import { call } from './failures.ts';
import { RecorderTransport } from './RecorderTransport.ts';
import { MediasoupTransports, type Streams } from './MediasoupTransports.ts';
import type { Report } from '../report.ts';
import type { WorkerPost } from './WorkerPost.ts';

/** Levels of rooms without audio slots: averages over `interval` ms above `threshold` dBov, of the `maxEntries` loudest. */
const audible = { interval: 300, threshold: -65, maxEntries: 8 } as const;

/** How a room measures levels: for each packet here, or by an observer in the worker when microphones do not pass here. */
type Hearing = DirectAudio | types.AudioLevelObserver;

interface Options {
  readonly post: WorkerPost;
  readonly events: RouterEvents;
  readonly onReport: Report;
}

/** One worker's part of a room: a router, and what measures the levels of its microphones. */
export class Wing {
  readonly rtpCapabilities: RtpRecord;
  readonly router: types.Router;
  readonly #post: WorkerPost;
  readonly #server: types.WebRtcServer;
  readonly #hearing: Hearing;
  readonly #onReport: Report;
  readonly #talkers = new Map<string, MemberId>();
  readonly #leave: () => void;
  /** Made for the first stream that is recorded. */
  #recorder: Promise<RecorderTransport> | undefined;

  private constructor(of: {
    post: WorkerPost;
    router: types.Router;
    server: types.WebRtcServer;
    hearing: Hearing;
    onReport: Report;
    leave: () => void;
  }) {
    this.router = of.router;
    this.#post = of.post;
    this.#server = of.server;
    this.#hearing = of.hearing;
    this.#onReport = of.onReport;
    this.#leave = of.leave;
    this.rtpCapabilities = browserCapabilities(of.router.rtpCapabilities);
  }

  /** @throws AppError `unavailable` when the worker is lost meanwhile */
  static async create({ post, events, onReport }: Options): Promise<Wing> {
    const running = post.running;
    if (!running) throw new AppError('unavailable', 'The media worker was lost.');
    const { worker, server } = running;
    const router = await call(worker.createRouter({ mediaCodecs }));
    const hearing = await createHearing(router, events, onReport).catch((error: unknown) => {
      router.close();
      throw error;
    });
    const [carried, unlisten] = [post.carry(), post.onShed(() => events.onShed())];
    const drop = (): void => {
      carried();
      unlisten();
    };
    const onDied = (): void => {
      drop();
      // An exception here would stop mediasoup from telling the other rooms of this worker.
      try {
        events.onLost();
      } catch (error) {
        onReport('error', 'a room failed to leave a dead worker', { err: error });
      }
    };
    worker.once('died', onDied);
    const leave = (): void => {
      drop();
      worker.off('died', onDied);
    };
    const made = new Wing({ post, router, server, hearing, onReport, leave });
    if (hearing instanceof DirectAudio) {
      hearing.onTaken = (afterMs) => post.tookAfter(afterMs);
      hearing.longestMs = () => latestSoundMs(post.shedLevel);
    } else {
      hearing.on('volumes', (volumes) => events.onLevels?.(made.#levelsOf(volumes)));
    }
    return made;
  }

  get shedLevel(): ShedLevel {
    return this.#post.shedLevel;
  }

  /** A packet of a microphone on this wing came this late, in ms. */
  heardLate(ms: number): void {
    this.#post.heardLate(ms);
  }

  get levelExtension(): number {
    return this.#requireDirect().levelExtension;
  }

  /** Passes on the packets of a stream that is sent on this wing. */
  async tap(producer: StreamName, onPacket: (packet: Buffer) => void): Promise<void> {
    await this.#requireDirect().tap(producer, (packet) => {
      this.#post.heard();
      onPacket(packet);
    });
  }

  /** Passes the packets of a stream that is sent on this wing to a recorder. Never rejects. */
  async record(producer: types.Producer, recording: Recording): Promise<Recorded | undefined> {
    this.#recorder ??= RecorderTransport.create(this.router, this.#onReport);
    const transport = await this.#recorder.catch(() => undefined);
    return transport?.record(producer, recording);
  }

  async createSlot(name: SlotName): Promise<SlotProducer> {
    return this.#requireDirect().createSlot(name);
  }

  async createTransports(streams: Streams, onClosed: () => void): Promise<MediasoupTransports> {
    return MediasoupTransports.create({
      router: this.router,
      server: this.#server,
      streams,
      onReport: this.#onReport,
      shedLevel: (): ShedLevel => this.#post.shedLevel,
      onMic: (producerId, member) => this.#hear(producerId, member),
      onClosed,
    });
  }

  close(): void {
    this.#leave();
    this.#talkers.clear();
    this.router.close();
  }

  #requireDirect(): DirectAudio {
    if (this.#hearing instanceof DirectAudio) return this.#hearing;
    throw new Error('This router was made for a room without slots.');
  }

  async #hear(producerId: string, member: MemberId): Promise<void> {
    if (this.#hearing instanceof DirectAudio) return;
    this.#talkers.set(producerId, member);
    // This fails only when the stream has ended.
    await this.#hearing.addProducer({ producerId }).catch(() => this.#talkers.delete(producerId));
  }

  #levelsOf(volumes: readonly types.AudioLevelObserverVolume[]): { member: MemberId; level: number }[] {
    return volumes.flatMap(({ producer, volume }) => {
      const member = this.#talkers.get(producer.id);
      return member === undefined ? [] : [{ member, level: volume }];
    });
  }
}

function createHearing(router: types.Router, events: RouterEvents, onReport: Report): Promise<Hearing> {
  return events.onLevels ? call(router.createAudioLevelObserver(audible)) : DirectAudio.create(router, onReport);
}

/** Capabilities for browsers. Without video-orientation, senders turn the picture themselves, which every viewer understands. */
function browserCapabilities({ codecs = [], headerExtensions = [] }: types.RtpCapabilities): RtpRecord {
  return { codecs, headerExtensions: headerExtensions.filter(({ uri }) => uri !== 'urn:3gpp:video-orientation') };
}
