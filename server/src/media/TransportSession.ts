import { AppError } from '@plenum/shared/core/errors';
import type { RequestInput, RequestOutput } from '@plenum/shared/core/contract';
import type { MemberId } from '@plenum/shared/core/ids';
import type { media, Source } from '@plenum/shared/features/media/contract';
import { type Audience, Downlinks, type Downstream } from './Downlinks.ts';
import type { MediaLine, MediaPeer } from './MediaEngine.ts';
import type { ShedLevel } from './overload/shedLevels.ts';
import type { RtpRecord, TransportPair } from './router.ts';
import { type UplinkEvents, Uplinks } from './Uplinks.ts';

type Input<K extends keyof MediaPeer> = RequestInput<typeof media, K>;
type Opened = RequestOutput<typeof media, 'open'>;

/** The calls of a session to its room. */
export interface SessionEvents extends UplinkEvents {
  /** A publish failed; nothing of that source is sent. */
  onFailed(source: Source): void;
}

/** One member's transports and the streams on them. Survives a lost line, but not a lost worker. */
export class TransportSession {
  readonly id: string;
  readonly uplinks: Uplinks;
  readonly downlinks: Downlinks;
  readonly #pair: TransportPair;
  readonly #routerRtpCapabilities: RtpRecord;
  readonly #onFailed: (source: Source) => void;
  readonly #connected = new Set<'send' | 'recv'>();
  #life: 'open' | 'closed' = 'open';

  constructor(of: {
    id: string;
    member: MemberId;
    pair: TransportPair;
    routerRtpCapabilities: RtpRecord;
    events: SessionEvents;
    audience: Audience;
  }) {
    this.id = of.id;
    this.#pair = of.pair;
    this.#routerRtpCapabilities = of.routerRtpCapabilities;
    this.#onFailed = (source) => of.events.onFailed(source);
    this.uplinks = new Uplinks(of.member, of.pair, of.events);
    this.downlinks = new Downlinks(of.pair, of.audience);
  }

  /** How much the worker of this session gives up now. */
  get shedLevel(): ShedLevel {
    return this.#pair.shedLevel;
  }

  describe(resumed: boolean): Opened {
    const { send, recv } = this.#pair;
    return { session: this.id, resumed, routerRtpCapabilities: this.#routerRtpCapabilities, send, recv };
  }

  ready(line: MediaLine, input: Input<'ready'>, others: Iterable<Downstream>): void {
    this.#pair.setCapabilities(input.rtpCapabilities);
    this.downlinks.start(line, input.have, others);
  }

  async connect({ side, dtlsParameters }: Input<'connect'>): Promise<void> {
    if (this.#connected.has(side)) throw new AppError('conflict', `The ${side} transport is already connected.`);
    this.#connected.add(side);
    try {
      await this.#pair.connect(side, dtlsParameters);
    } catch (error) {
      this.#connected.delete(side);
      throw error;
    }
  }

  async restartIce({ side }: Input<'restartIce'>): Promise<RtpRecord> {
    return this.#pair.restartIce(side);
  }

  async publish({ source, rtpParameters, muted }: Input<'publish'>): Promise<string> {
    try {
      return await this.uplinks.publish(source, rtpParameters, muted);
    } catch (error) {
      if (this.#life === 'open' && !this.uplinks.has(source)) this.#onFailed(source);
      throw error;
    }
  }

  close(): void {
    if (this.#life === 'closed') return;
    this.#life = 'closed';
    // Closing the transports ends every stream on them, without a call to the worker for each stream.
    this.#pair.close();
    this.uplinks.drop();
    this.downlinks.drop();
  }
}
