import { errors, type types } from 'mediasoup';
import type { Report } from './WorkerPost.ts';

interface Options {
  readonly origin: types.Producer;
  /** The two ends of the way: on the worker where the stream is sent, and where it is wanted. */
  readonly from: types.PipeTransport;
  readonly to: types.PipeTransport;
  readonly onReport: Report;
}

/**
 * One stream on its way to another worker, under the same id: all layers that its sender sends, and nothing while nobody
 * there is sent it or it is muted. mediasoup's own `pipeToRouter` knows only the latter, and leaves what fails unhandled.
 */
export class Pipe {
  readonly #origin: types.Producer;
  readonly #consumer: types.Consumer;
  readonly #producer: types.Producer;
  readonly #onReport: Report;
  readonly #review = (): void => void this.#settle();
  #watchers = 0;
  #flows = false;
  #life: 'still' | 'settling' | 'closed' = 'still';

  private constructor({ origin, onReport }: Options, consumer: types.Consumer, producer: types.Producer) {
    this.#origin = origin;
    this.#consumer = consumer;
    this.#producer = producer;
    this.#onReport = onReport;
    origin.observer.on('pause', this.#review);
    origin.observer.on('resume', this.#review);
  }

  /** @throws NotFoundError when the stream or a worker ends meanwhile */
  static async create(options: Options): Promise<Pipe> {
    const { origin, from, to } = options;
    let consumer: types.Consumer | undefined;
    let producer: types.Producer | undefined;
    try {
      consumer = await from.consume({ producerId: origin.id });
      await consumer.pause();
      const { kind, rtpParameters } = consumer;
      producer = await to.produce({ id: origin.id, kind, rtpParameters, paused: true });
      if (!origin.closed) return new Pipe(options, consumer, producer);
      throw new errors.NotFoundError('The stream has ended.');
    } catch (error) {
      consumer?.close();
      producer?.close();
      throw origin.closed || from.closed || to.closed ? new errors.NotFoundError('The stream has ended.') : error;
    }
  }

  /** One member more is sent this stream on the other worker, or one less. */
  watch(more: boolean): void {
    this.#watchers += more ? 1 : -1;
    this.#review();
  }

  close(): void {
    if (this.#life === 'closed') return;
    this.#life = 'closed';
    this.#origin.observer.off('pause', this.#review);
    this.#origin.observer.off('resume', this.#review);
    this.#consumer.close();
    this.#producer.close();
  }

  get #wanted(): boolean {
    return this.#watchers > 0 && !this.#origin.paused;
  }

  /** One change at a time: what is wanted may change while the workers are told. */
  async #settle(): Promise<void> {
    if (this.#life !== 'still') return;
    this.#life = 'settling';
    while (this.#flows !== this.#wanted) {
      this.#flows = this.#wanted;
      await (this.#flows ? this.#open() : this.#shut()).catch((error: unknown) => this.#onFailed(error));
      if (this.#hasEnded()) return;
    }
    this.#life = 'still';
  }

  /** The far end first, or it would drop the key frame with which the near end begins. */
  async #open(): Promise<void> {
    await this.#producer.resume();
    await this.#consumer.resume();
  }

  async #shut(): Promise<void> {
    await this.#consumer.pause();
    // So that its silence does not count as a bad network.
    await this.#producer.pause();
  }

  #onFailed(error: unknown): void {
    if (!this.#hasEnded()) this.#onReport('warn', 'a pipe between two media workers failed', { err: error });
  }

  #hasEnded(): boolean {
    return this.#life === 'closed' || this.#consumer.closed || this.#producer.closed;
  }
}
