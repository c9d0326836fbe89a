import type { types } from 'mediasoup';
import { latestSoundMs } from '../overload/shedLevels.ts';
import type { SlotName, SlotProducer, StreamName } from '../router.ts';
import { call } from './failures.ts';
import type { Report } from '../report.ts';

const levelUri = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';

/** How often the worker is asked for its progress, in packets; how many may be on their way before more are dropped. */
const askEvery = 5;
const mostUnderWay = 100;

/** Audio of one room that passes through this process: packets of microphones in, packets of audio slots out. */
export class DirectAudio {
  readonly levelExtension: number;
  readonly #transport: types.DirectTransport;
  readonly #capabilities: types.RtpCapabilities;
  readonly #onReport: Report;
  /** The worker has taken packets that were sent this long ago, in ms. */
  onTaken: (afterMs: number) => void = () => {};
  /** How long packets may be on their way before more are dropped, in ms. */
  longestMs: () => number = () => latestSoundMs(0);

  private constructor(
    transport: types.DirectTransport,
    { codecs = [], headerExtensions = [] }: types.RtpCapabilities,
    onReport: Report,
  ) {
    const levels = headerExtensions.filter(({ kind, uri }) => kind === 'audio' && uri === levelUri);
    this.#transport = transport;
    this.#capabilities = { codecs: codecs.filter(({ kind }) => kind === 'audio'), headerExtensions: levels };
    this.levelExtension = levels[0]?.preferredId ?? 0;
    this.#onReport = onReport;
  }

  /** @throws AppError `unavailable` when the worker is lost meanwhile */
  static async create(router: types.Router, onReport: Report): Promise<DirectAudio> {
    const transport = await call(router.createDirectTransport());
    return new DirectAudio(transport, router.rtpCapabilities, onReport);
  }

  async tap({ id: producerId }: StreamName, onPacket: (packet: Buffer) => void): Promise<void> {
    try {
      const consumer = await this.#transport.consume({ producerId, rtpCapabilities: this.#capabilities });
      consumer.on('rtp', onPacket);
    } catch (error) {
      // A microphone that stopped before `tap` finished is no failure.
      const name = error instanceof Error ? error.name : '';
      if (name !== 'NotFoundError' && name !== 'WorkerClosedError') {
        this.#onReport('error', 'a microphone cannot be heard', { err: error });
      }
    }
  }

  async createSlot({ id, ssrc }: SlotName): Promise<SlotProducer> {
    const [opus] = this.#capabilities.codecs ?? [];
    const producer = await call(
      this.#transport.produce({
        id,
        kind: 'audio',
        rtpParameters: {
          codecs: [
            {
              mimeType: 'audio/opus',
              payloadType: opus?.preferredPayloadType ?? 100,
              clockRate: 48_000,
              channels: 2,
              // Stereo keeps the two channels of music; it adds nothing to the cost of a voice.
              parameters: { useinbandfec: 1, usedtx: 1, 'sprop-stereo': 1 },
            },
          ],
          headerExtensions: [{ uri: levelUri, id: this.levelExtension }],
          encodings: [{ ssrc, dtx: true }],
        },
      }),
    );
    return new DirectSlot(producer, ssrc, this);
  }
}

/** The producer of one audio slot. A worker that falls behind gets fewer packets, not a longer queue. */
class DirectSlot implements SlotProducer {
  readonly id: string;
  readonly ssrc: number;
  readonly #producer: types.Producer;
  readonly #audio: Pick<DirectAudio, 'onTaken' | 'longestMs'>;
  #sent = 0;
  #done = 0;
  /** When each unanswered question was asked, oldest first; monotonic ms. */
  readonly #asked: number[] = [];

  constructor(producer: types.Producer, ssrc: number, audio: Pick<DirectAudio, 'onTaken' | 'longestMs'>) {
    this.#audio = audio;
    this.id = producer.id;
    this.ssrc = ssrc;
    this.#producer = producer;
  }

  send(packet: Buffer): void {
    if (this.#producer.closed || this.#sent - this.#done >= mostUnderWay) return;
    const [oldest] = this.#asked;
    if (oldest !== undefined && performance.now() - oldest > this.#audio.longestMs()) return;
    this.#producer.send(packet);
    this.#sent += 1;
    if (this.#sent % askEvery === 0) this.#ask(this.#sent);
  }

  setPaused(paused: boolean): Promise<void> {
    return call(paused ? this.#producer.pause() : this.#producer.resume());
  }

  // Sound is never held.
  async hold(): Promise<void> {}

  close(): void {
    this.#producer.close();
  }

  /** The worker answers in order: after its answer it has every packet that was sent before the question. */
  #ask(sent: number): void {
    this.#asked.push(performance.now());
    this.#producer.enableTraceEvent([]).then(
      () => {
        this.#done = sent;
        const askedAt = this.#asked.shift();
        if (askedAt !== undefined) this.#audio.onTaken(performance.now() - askedAt);
      },
      () => void this.#asked.shift(),
    );
  }
}
