import { errors, type types } from 'mediasoup';
import { Valve } from '../wide/Valve.ts';
import type { Report } from '../report.ts';

interface Options {
  readonly origin: types.Producer;
  /** The two ends of the link: on the worker of the sender, and on the worker of the receivers. */
  readonly from: types.PipeTransport;
  readonly to: types.PipeTransport;
  readonly onReport: Report;
}

/**
 * One stream on its way to another worker, under the same id, with all layers that its sender sends. It rests while nobody
 * there receives it, or while it is muted. mediasoup's `pipeToRouter` pauses only for mute, and leaves rejections unhandled.
 */
export class Pipe {
  readonly #origin: types.Producer;
  readonly #consumer: types.Consumer;
  readonly #producer: types.Producer;
  readonly #valve: Valve;
  readonly #review = (): void => this.#valve.review();
  #watchers = 0;
  #life: 'open' | 'closed' = 'open';

  private constructor({ origin, onReport }: Options, consumer: types.Consumer, producer: types.Producer) {
    this.#origin = origin;
    this.#consumer = consumer;
    this.#producer = producer;
    this.#valve = new Valve({
      isWanted: () => this.#watchers > 0 && !origin.paused,
      open: () => this.#open(),
      shut: () => this.#shut(),
      hasEnded: () => this.#life === 'closed' || consumer.closed || producer.closed,
      onFailed: (error) => onReport('warn', 'a pipe between two media workers failed', { err: error }),
    });
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

  /** The number of receivers on the other worker rises (`more`) or falls by one. */
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

  /** Opens the far end first: a paused far end would drop the key frame with which the near end begins. */
  async #open(): Promise<void> {
    await this.#producer.resume();
    await this.#consumer.resume();
  }

  async #shut(): Promise<void> {
    await this.#consumer.pause();
    // A paused producer is not scored, so its silence does not count as a bad network.
    await this.#producer.pause();
  }
}
