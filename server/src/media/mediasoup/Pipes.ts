import { errors, type types } from 'mediasoup';
import { Links } from '../wide/Links.ts';
import { createLink } from './createLink.ts';
import type { Flows, Streams } from './MediasoupTransports.ts';
import { Pipe } from './Pipe.ts';
import type { Wing } from './Wing.ts';
import type { Report } from '../report.ts';

/** A stream of a member, and the wings that it is piped to. */
interface Stream {
  readonly wing: Wing;
  readonly producer: types.Producer;
  readonly pipes: Map<Wing, Promise<Pipe>>;
}

/** Pipes the streams of one room to the wings whose members are offered them; each stream once to each wing. */
export class Pipes {
  readonly #onReport: Report;
  readonly #streams = new Map<string, Stream>();
  readonly #links = new Links(createLink);

  constructor(onReport: Report) {
    this.#onReport = onReport;
  }

  /** The room's streams as seen from this wing. */
  at(wing: Wing): Streams {
    return {
      add: (producer) => this.#add(wing, producer),
      bring: (producerId) => this.#bring(wing, producerId),
    };
  }

  /** The wing of the member who sends this stream; undefined when the stream ended. */
  wingOf(producerId: string): Wing | undefined {
    return this.#streams.get(producerId)?.wing;
  }

  /** The stream as it comes into its wing; undefined when it ended. */
  find(producerId: string): types.Producer | undefined {
    return this.#streams.get(producerId)?.producer;
  }

  /** The last member of this wing is gone. */
  leave(wing: Wing): void {
    for (const { pipes } of this.#streams.values()) {
      pipes.get(wing)?.then(close, ignore);
      pipes.delete(wing);
    }
    this.#links.leave(wing);
  }

  #add(wing: Wing, producer: types.Producer): void {
    const stream: Stream = { wing, producer, pipes: new Map() };
    this.#streams.set(producer.id, stream);
    producer.observer.once('close', () => {
      this.#streams.delete(producer.id);
      for (const pipe of stream.pipes.values()) pipe.then(close, ignore);
    });
  }

  async #bring(wing: Wing, producerId: string): Promise<Flows> {
    const stream = this.#streams.get(producerId);
    // Streams that this process sends are on every wing already.
    if (!stream || stream.wing === wing) return () => {};
    const pipe = await (stream.pipes.get(wing) ?? this.#lay(stream, wing));
    return (flows) => pipe.watch(flows);
  }

  #lay(stream: Stream, wing: Wing): Promise<Pipe> {
    const pipe = this.#createPipe(stream, wing);
    stream.pipes.set(wing, pipe);
    pipe.catch(() => {
      if (stream.pipes.get(wing) === pipe) stream.pipes.delete(wing);
    });
    return pipe;
  }

  async #createPipe({ wing, producer }: Stream, target: Wing): Promise<Pipe> {
    const link = await this.#links.between(wing, target);
    const [from, to] = [link.get(wing), link.get(target)];
    if (!from || !to) throw new errors.NotFoundError('The media worker was lost.');
    return Pipe.create({ origin: producer, from, to, onReport: this.#onReport });
  }
}

function close(pipe: Pipe): void {
  pipe.close();
}

// The caller already got the rejection.
function ignore(): void {}
