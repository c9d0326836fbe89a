import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Store } from '../storage/ports.ts';

/** What a server carries at one moment. */
export interface Figures {
  readonly rooms: { readonly meeting: number; readonly breakout: number };
  /** The members inside, each in the room where the member is. */
  readonly members: number;
  /** The streams that members send, by their source. */
  readonly streams: Readonly<Record<string, number>>;
  /** For each media worker: the streams that it carries, and how many of the pictures it gives up, 0 to 5. */
  readonly workers: readonly { readonly load: number; readonly shed: number }[];
  /** The faults that nothing caught, since the process began. */
  readonly faults: number;
}

/** One answered request over HTTP. `route` is the name of an endpoint, or `page` for everything else. */
export interface AnsweredRequest {
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

const commitBuckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5];
const answerBuckets = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30];

/** The measurements of one server, in the text form of Prometheus. No label names a room or a person. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #commits: Histogram<'outcome'>;
  readonly #requests: Counter<'route' | 'method' | 'status'>;
  readonly #answers: Histogram<'route'>;
  #figures: () => Promise<Figures | undefined> = async () => undefined;

  constructor() {
    const registers = [this.#registry];
    // Event-loop delay, memory, processor and garbage collection of this process.
    collectDefaultMetrics({ register: this.#registry });
    this.#commits = new Histogram({
      name: 'plenum_commit_seconds',
      help: 'How long the database takes to make entries of a log durable.',
      labelNames: ['outcome'],
      buckets: commitBuckets,
      registers,
    });
    this.#requests = new Counter({
      name: 'plenum_http_requests_total',
      help: 'Answered HTTP requests.',
      labelNames: ['route', 'method', 'status'],
      registers,
    });
    this.#answers = new Histogram({
      name: 'plenum_http_seconds',
      help: 'How long an answer over HTTP takes.',
      labelNames: ['route'],
      buckets: answerBuckets,
      registers,
    });
    this.#addGauges();
  }

  /** The same store, with every append measured. */
  over(store: Store): Store {
    return new Proxy(store, {
      get: (target, name) => {
        if (name === 'append')
          return (...args: Parameters<Store['append']>) => this.#measure(() => target.append(...args));
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  readonly onAnswered = ({ route, method, status, seconds }: AnsweredRequest): void => {
    this.#requests.inc({ route, method, status });
    this.#answers.observe({ route }, seconds);
  };

  /** Says where the figures come from that are read at each scrape; until then they are absent. */
  observe(figures: () => Promise<Figures>): void {
    this.#figures = figures;
  }

  /** All measurements as text. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  async #measure(append: () => Promise<void>): Promise<void> {
    const began = performance.now();
    const observe = (outcome: string) => this.#commits.observe({ outcome }, (performance.now() - began) / 1_000);
    try {
      await append();
      observe('ok');
    } catch (error) {
      observe('failed');
      throw error;
    }
  }

  #addGauges(): void {
    this.#gauge('rooms', 'Rooms in memory.', 'kind', ({ rooms }) => Object.entries(rooms));
    this.#gauge('members', 'Members inside.', undefined, ({ members }) => [['', members]]);
    this.#gauge('streams', 'Streams that members send.', 'source', ({ streams }) => Object.entries(streams));
    this.#gauge('worker_load', 'Streams that a media worker carries.', 'worker', ({ workers }) =>
      workers.map(({ load }, index) => [String(index), load]),
    );
    this.#gauge('worker_shed_level', 'How many pictures a media worker gives up, 0 to 5.', 'worker', ({ workers }) =>
      workers.map(({ shed }, index) => [String(index), shed]),
    );
    this.#gauge('faults', 'Uncaught faults since the start.', undefined, ({ faults }) => [['', faults]]);
  }

  /** A gauge whose values are read at each scrape, by the one label that it may have. */
  #gauge(
    name: string,
    help: string,
    label: string | undefined,
    valuesOf: (figures: Figures) => readonly (readonly [string, number])[],
  ): void {
    const read = () => this.#figures();
    const gauge = new Gauge({
      name: `plenum_${name}`,
      help,
      labelNames: label === undefined ? [] : [label],
      registers: [],
      async collect() {
        this.reset();
        const figures = await read();
        for (const [value, count] of figures ? valuesOf(figures) : []) {
          this.set(label === undefined ? {} : { [label]: value }, count);
        }
      },
    });
    this.#registry.registerMetric(gauge);
  }
}
