import { readdirSync } from 'node:fs';
import { usageOf, type Usage, cpuShare } from '../usage.ts';
import { Trouble, wordsOf } from './Trouble.ts';

/** The server's own figures at one moment; a figure that nobody tells is undefined. */
export interface ServerSample {
  readonly rssMiB?: number;
  readonly descriptors?: number;
  readonly timers?: number;
  /** Streams that the media workers carry. */
  readonly streams?: number;
  readonly loopP99Ms?: number;
  readonly cpuShare?: number;
  readonly members?: number;
}

interface WatchOptions {
  /** The address of `/metrics`. */
  readonly metrics?: string | undefined;
  readonly token?: string | undefined;
  /** The server's process, when it runs on this machine. */
  readonly pid?: number | undefined;
}

/** Sums the samples of one metric in Prometheus' text; undefined when there is none. */
export function metricIn(text: string, name: string, label = ''): number | undefined {
  const values = text.split('\n').flatMap((line) => {
    const [, found, labels = '', value] = /^([a-zA-Z_:][\w:]*)(\{[^}]*\})? (\S+)/.exec(line) ?? [];
    return found === name && labels.includes(label) ? [Number(value)] : [];
  });
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

/** Reads what the server tells of itself, or what the system tells of its process. */
export class ServerWatch {
  readonly #options: WatchOptions;
  #before: Usage | undefined;

  private constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** @throws Trouble when nothing can be read there */
  static async open(options: WatchOptions): Promise<ServerWatch | undefined> {
    if (options.metrics === undefined && options.pid === undefined) return undefined;
    const watch = new ServerWatch(options);
    if (options.pid !== undefined && usageOf(options.pid).rssKiB === 0)
      throw new Trouble(`There is no process ${options.pid} on this machine.`);
    if (options.metrics !== undefined) {
      const text = await watch.#metrics().catch((error: unknown) => {
        throw new Trouble(`No metrics can be read from ${options.metrics}: ${wordsOf(error)}.`);
      });
      if (metricIn(text, 'process_resident_memory_bytes') === undefined)
        throw new Trouble(
          `${options.metrics} has no metrics of a Plenum.`,
          'See PLENUM_METRICS_PORT and PLENUM_METRICS_TOKEN.',
        );
    }
    return watch;
  }

  /** Undefined while the server does not answer. */
  async sample(): Promise<ServerSample | undefined> {
    const { metrics, pid } = this.#options;
    const text = metrics === undefined ? '' : await this.#metrics().catch(() => undefined);
    if (text === undefined) return undefined;
    const rss = metricIn(text, 'process_resident_memory_bytes');
    const loop = metricIn(text, 'nodejs_eventloop_lag_p99_seconds');
    const told = {
      rssMiB: rss === undefined ? undefined : rss / 1024 ** 2,
      descriptors: metricIn(text, 'process_open_fds'),
      timers: metricIn(text, 'nodejs_active_resources', 'type="Timeout"'),
      streams: metricIn(text, 'plenum_worker_load'),
      loopP99Ms: loop === undefined ? undefined : loop * 1_000,
      members: metricIn(text, 'plenum_members'),
      ...(pid === undefined ? {} : this.#ofProcess(pid)),
    };
    return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
  }

  #ofProcess(pid: number): ServerSample {
    const now = usageOf(pid);
    const before = this.#before;
    this.#before = now;
    let descriptors: number | undefined;
    try {
      descriptors = readdirSync(`/proc/${pid}/fd`).length;
    } catch {
      // The process ended, or belongs to another user.
    }
    return {
      ...(now.rssKiB > 0 && { rssMiB: now.rssKiB / 1024 }),
      ...(descriptors !== undefined && { descriptors }),
      ...(before && { cpuShare: cpuShare(before, now) }),
    };
  }

  async #metrics(): Promise<string> {
    const { metrics = '', token } = this.#options;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(metrics, { headers, signal: AbortSignal.timeout(4_000) });
    if (!response.ok) throw new Error(`the answer is ${response.status}`);
    return response.text();
  }
}

/** The growth of a straight line through the points, in percent of its middle and hour; undefined for less than two minutes. */
export function slopePercentPerHour(
  points: readonly { readonly seconds: number; readonly value: number }[],
): number | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || last.seconds - first.seconds < 120) return undefined;
  const mean = (of: (point: (typeof points)[number]) => number) =>
    points.reduce((sum, p) => sum + of(p), 0) / points.length;
  const [middle, level] = [mean(({ seconds }) => seconds), mean(({ value }) => value)];
  const above = points.reduce((sum, { seconds, value }) => sum + (seconds - middle) * (value - level), 0);
  const below = points.reduce((sum, { seconds }) => sum + (seconds - middle) ** 2, 0);
  return ((above / below) * 3_600 * 100) / level;
}
