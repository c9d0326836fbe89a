import type { ShedLevel } from '../overload/shedLevels.ts';
import type {
  Link,
  Newcomer,
  Recorded,
  Recording,
  Router,
  RouterEvents,
  RtpRecord,
  SlotName,
  SlotProducer,
  StreamName,
  TransportPair,
} from '../router.ts';
import { WideSlots } from '../wide/WideSlots.ts';
import { Wings } from '../wide/Wings.ts';
import type { MediasoupTransports } from './MediasoupTransports.ts';
import { type LinkPlace, NodeLink } from './NodeLink.ts';
import { Pipes } from './Pipes.ts';
import { Wing } from './Wing.ts';
import type { Report } from '../report.ts';
import type { WorkerPost } from './WorkerPost.ts';

interface Options {
  /** The first worker of the room. */
  readonly post: WorkerPost;
  /** The running workers. */
  readonly workers: () => readonly WorkerPost[];
  /** A worker with this load takes no more members while another worker has less. */
  readonly fullAt: number;
  readonly events: RouterEvents;
  readonly onReport: Report;
  readonly links: LinkPlace | undefined;
}

interface Parts {
  readonly wings: Wings<WorkerPost, Wing>;
  readonly pipes: Pipes;
  readonly slots: WideSlots<Wing>;
  readonly links: LinkPlace | undefined;
  readonly onReport: Report;
}

/** One room's router: on one worker, and on further workers (wings) once the first is full. */
export class MediasoupRouter implements Router {
  readonly rtpCapabilities: RtpRecord;
  readonly #first: Wing;
  readonly #wings: Wings<WorkerPost, Wing>;
  readonly #pipes: Pipes;
  readonly #slots: WideSlots<Wing>;
  readonly #links: LinkPlace | undefined;
  readonly #onReport: Report;

  private constructor(first: Wing, { wings, pipes, slots, links, onReport }: Parts) {
    // All wings have the same codecs and header extensions.
    this.#first = first;
    this.rtpCapabilities = first.rtpCapabilities;
    this.#wings = wings;
    this.#pipes = pipes;
    this.#slots = slots;
    this.#links = links;
    this.#onReport = onReport;
  }

  /** @throws AppError `unavailable` when the worker is lost meanwhile */
  static async create({ post, workers, fullAt, events, onReport, links }: Options): Promise<MediasoupRouter> {
    const pipes = new Pipes(onReport);
    const slots = new WideSlots<Wing>();
    const wings = new Wings<WorkerPost, Wing>({
      choose: (isHere) => chooseWorker(workers(), fullAt, isHere),
      create: (host, itsEvents) => Wing.create({ post: host, events: itsEvents, onReport }),
      events,
      onEnter: (wing) => slots.enter(wing),
      onLeave: (wing) => {
        slots.leave(wing);
        pipes.leave(wing);
      },
    });
    return new MediasoupRouter(await wings.enter(post), { wings, pipes, slots, links, onReport });
  }

  get shedLevel(): ShedLevel {
    return this.#wings.shedLevel;
  }

  get levelExtension(): number {
    return this.#first.levelExtension;
  }

  async tap(producer: StreamName, onPacket: (packet: Buffer) => void): Promise<void> {
    await this.#pipes.wingOf(producer.id)?.tap(producer, onPacket);
  }

  async record(producer: StreamName, recording: Recording): Promise<Recorded | undefined> {
    const wing = this.#pipes.wingOf(producer.id);
    const sent = this.#pipes.find(producer.id);
    return wing && sent && wing.record(sent, recording);
  }

  heardLate(producer: StreamName, ms: number): void {
    this.#pipes.wingOf(producer.id)?.heardLate(ms);
  }

  createSlot(name?: SlotName): Promise<SlotProducer> {
    return this.#slots.create(name);
  }

  async createLink(onLost: () => void): Promise<Link> {
    let link: NodeLink | undefined;
    const { wing, leave } = await this.#wings.book('', () => Math.max(1, link?.flowing ?? 0), onLost);
    try {
      const streams = this.#pipes.at(wing);
      link = await NodeLink.create({ wing, streams, place: this.#links, onReport: this.#onReport, onClosed: leave });
      return link;
    } catch (error) {
      leave();
      throw error;
    }
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
    const { wing, leave } = await this.#wings.book(newcomer.member, weigh, () => newcomer.onLost());
    try {
      transports = await wing.createTransports(this.#pipes.at(wing), leave);
      return transports;
    } catch (error) {
      leave();
      throw error;
    }
  }
}

/** A worker with this load (`fullAt`), or one that gives up pictures, takes no more members while another one has less. */
function chooseWorker(
  workers: readonly WorkerPost[],
  fullAt: number,
  isHere: (post: WorkerPost) => boolean,
): WorkerPost | undefined {
  const all = workers.map((post) => {
    const { load } = post;
    return { post, load, isFull: post.full || load >= fullAt, isHere: isHere(post) };
  });
  all.sort((a, b) => a.load - b.load);
  const chosen =
    all.find((one) => one.isHere && !one.isFull) ??
    all.find(({ isFull }) => !isFull) ??
    // All workers are full: another wing would only cost more.
    all.find((one) => one.isHere);
  return chosen?.post;
}
