import type { ShedLevel } from '../overload/shedLevels.ts';
import type {
  Newcomer,
  Producer,
  Recorded,
  Recording,
  Router,
  RouterEvents,
  RtpRecord,
  SlotProducer,
  TransportPair,
} from '../router.ts';
import type { MediasoupTransports } from './MediasoupTransports.ts';
import { Pipes } from './Pipes.ts';
import { WideSlots } from './WideSlots.ts';
import type { Wing } from './Wing.ts';
import { Wings } from './Wings.ts';
import type { Report, WorkerPost } from './WorkerPost.ts';

interface Options {
  /** The first worker of the room. */
  readonly post: WorkerPost;
  /** The running workers. */
  readonly workers: () => readonly WorkerPost[];
  /** A worker with this load takes no more members while another worker has less. */
  readonly fullAt: number;
  readonly events: RouterEvents;
  readonly onReport: Report;
}

interface Parts {
  readonly wings: Wings;
  readonly pipes: Pipes;
  readonly slots: WideSlots;
}

/** One room's router: on one worker, and on further workers (wings) once the first is full. */
export class MediasoupRouter implements Router {
  readonly rtpCapabilities: RtpRecord;
  readonly #first: Wing;
  readonly #wings: Wings;
  readonly #pipes: Pipes;
  readonly #slots: WideSlots;

  private constructor(first: Wing, { wings, pipes, slots }: Parts) {
    // All wings have the same codecs and header extensions.
    this.#first = first;
    this.rtpCapabilities = first.rtpCapabilities;
    this.#wings = wings;
    this.#pipes = pipes;
    this.#slots = slots;
  }

  /** @throws AppError `unavailable` when the worker is lost meanwhile */
  static async create({ post, ...options }: Options): Promise<MediasoupRouter> {
    const pipes = new Pipes(options.onReport);
    const slots = new WideSlots();
    const wings = new Wings({
      ...options,
      onEnter: (wing) => slots.enter(wing),
      onLeave: (wing) => {
        slots.leave(wing);
        pipes.leave(wing);
      },
    });
    return new MediasoupRouter(await wings.enter(post), { wings, pipes, slots });
  }

  get shedLevel(): ShedLevel {
    return this.#wings.shedLevel;
  }

  get levelExtension(): number {
    return this.#first.levelExtension;
  }

  async tap(producer: Producer, onPacket: (packet: Buffer) => void): Promise<void> {
    await this.#pipes.wingOf(producer.id)?.tap(producer, onPacket);
  }

  async record(producer: Producer, recording: Recording): Promise<Recorded | undefined> {
    const wing = this.#pipes.wingOf(producer.id);
    const sent = this.#pipes.find(producer.id);
    return wing && sent && wing.record(sent, recording);
  }

  heardLate(producer: Producer, ms: number): void {
    this.#pipes.wingOf(producer.id)?.heardLate(ms);
  }

  createSlot(): Promise<SlotProducer> {
    return this.#slots.create();
  }

  async createTransportPair(newcomer: Newcomer): Promise<TransportPair> {
    // The worker may die meanwhile; the second try may find another worker.
    return this.#createPair(newcomer).catch(() => this.#createPair(newcomer));
  }

  close(): void {
    this.#wings.close();
  }

  async #createPair(newcomer: Newcomer): Promise<TransportPair> {
    let transports: MediasoupTransports | undefined;
    // Expected streams count before they flow: hundreds of members may enter before the first one receives anything.
    const weigh = (): number => Math.max(1, newcomer.expects, transports?.flowing ?? 0);
    const { wing, leave } = await this.#wings.book(weigh, () => newcomer.onLost());
    try {
      transports = await wing.createTransports(this.#pipes.at(wing), leave);
      return transports;
    } catch (error) {
      leave();
      throw error;
    }
  }
}
