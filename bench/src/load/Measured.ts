import type { HerdFigures } from '../bots/Herd.ts';
import type { MachineCpu, UdpDrops } from '../machine.ts';
import type { Figures } from '../probe/figures.ts';
import type { MediaFigures } from '../probe/mediaFigures.ts';
import { round } from '../report.ts';
import { cpuShare, type Usage } from '../usage.ts';

/** A generator process with a higher CPU share measures itself. */
const busiest = 0.85;
/** If other programs take more of a core than this, a failed run proves nothing. */
const othersAllowed = 0.2;
/** If a virtual machine's host withholds more of a core than this, a failed run proves nothing. */
const stolenAllowed = 0.05;

/** The results of one measured time. */
export interface Measured {
  readonly seconds: number;
  /** Why the generator, not the server, was the limit; undefined when it was not. */
  readonly void: string | undefined;
  /** Other programs took so much of the machine that they may have caused a failure. */
  readonly disturbed: boolean;
  readonly consumers: number;
  readonly liveConsumers: number;
  /** Routers, one for each worker of a room: with one room, the number of its workers. */
  readonly routers: number;
  /** Streams that flow between two workers. */
  readonly livePipes: number;
  readonly packetsInPerSecond: number;
  readonly packetsOutPerSecond: number;
  readonly megabitsOutPerSecond: number;
  /** CPU for each sent packet, of the workers alone and of the whole server, in microseconds. */
  readonly workerMicrosPerPacket: number;
  readonly serverMicrosPerPacket: number;
  readonly serverCpuShare: number;
  readonly workerCpuShares: readonly number[];
  readonly generatorCpuShares: readonly number[];
  readonly othersCpuShare: number;
  /** CPU that the host of a virtual machine withheld, in cores. */
  readonly stolenCpuShare: number;
  readonly loopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly rssKiB: number;
  /** Loss, as a share, in the receivers' reports. */
  readonly lossByServer: number;
  readonly udpDrops: { readonly server: number; readonly others: number };
  readonly whole: HerdFigures;
  readonly thin: HerdFigures;
}

/** One reading of all counters. */
export interface Look {
  /** The server with its workers. */
  readonly server: Usage;
  readonly workers: readonly Usage[];
  /** The process that measures. */
  readonly own: Usage;
  readonly machine: MachineCpu;
  readonly drops: UdpDrops;
  /** Monotonic ms. */
  readonly at: number;
}

interface Generator {
  readonly whole: HerdFigures;
  readonly thin: HerdFigures;
  readonly cpuShares: readonly number[];
}

type Begin = Look & { readonly media: MediaFigures };
type End = Begin & Pick<Figures, 'loopDelayMs' | 'rssBytes'>;

/** The difference of two readings. */
export function summarise(before: Begin, after: End, { whole, thin, cpuShares }: Generator): Measured {
  const elapsed = (after.at - before.at) / 1_000;
  const received = Math.max(1, whole.received + thin.received);
  const workers = after.workers.map((usage, index) => cpuShare(before.workers[index] ?? usage, usage));
  const server = cpuShare(before.server, after.server);
  const others = othersShare(before, after, [server, cpuShare(before.own, after.own), ...cpuShares]);
  const stolen = machineShare(before, after, 'stolenSeconds');
  const { p50, p99, max } = after.loopDelayMs;
  const grown = (field: keyof MediaFigures) => after.media[field] - before.media[field];
  const udpDrops = {
    server: after.drops.server - before.drops.server,
    // A socket that closes meanwhile takes its count with it.
    others: Math.max(0, after.drops.others - before.drops.others),
  };
  return {
    seconds: round(elapsed),
    void: reasonToVoid(cpuShares, udpDrops.others),
    disturbed: others > othersAllowed || stolen > stolenAllowed,
    consumers: after.media.consumers,
    liveConsumers: after.media.liveConsumers,
    routers: after.media.routers,
    livePipes: after.media.livePipes,
    packetsInPerSecond: Math.round(grown('packetsIn') / elapsed),
    packetsOutPerSecond: Math.round(received / elapsed),
    megabitsOutPerSecond: round((grown('bytesOut') * 8) / 1e6 / elapsed),
    workerMicrosPerPacket: round((sum(workers) * elapsed * 1e6) / received),
    serverMicrosPerPacket: round((server * elapsed * 1e6) / received),
    serverCpuShare: round(server),
    workerCpuShares: workers.map(round),
    generatorCpuShares: cpuShares.map(round),
    othersCpuShare: round(others),
    stolenCpuShare: round(stolen),
    loopDelayMs: { p50: round(p50), p99: round(p99), max: round(max) },
    rssKiB: Math.round(after.rssBytes / 1024) + sum(after.workers.map(({ rssKiB }) => rssKiB)),
    lossByServer: round(Math.max(0, grown('packetsLost')) / Math.max(1, grown('packetsOut'))),
    udpDrops,
    whole,
    thin,
  };
}

/** CPU of the machine that other programs took, in cores. */
function othersShare(before: Look, after: Look, ours: readonly number[]): number {
  return Math.max(0, machineShare(before, after, 'busySeconds') - sum(ours));
}

function machineShare(before: Look, after: Look, of: 'busySeconds' | 'stolenSeconds'): number {
  return ((after.machine[of] - before.machine[of]) * 1_000) / (after.machine.at - before.machine.at);
}

function reasonToVoid(generatorCpuShares: readonly number[], drops: number): string | undefined {
  const busy = Math.max(...generatorCpuShares);
  if (busy > busiest) return `the generator was busy for ${round(busy)} of a core`;
  if (drops > 0) return `the generator's sockets dropped ${drops} packets`;
  return undefined;
}

/** A run that failed while other programs were busy proves nothing; a run that passed in spite of them counts. */
export function judge(
  failures: readonly string[],
  seen: { readonly void?: string | undefined; readonly disturbed: boolean } | undefined,
): { readonly pass: boolean; readonly void?: string } {
  if (seen?.void !== undefined) return { pass: false, void: seen.void };
  const pass = failures.length === 0;
  return !pass && seen?.disturbed ? { pass, void: 'something else was at work on this machine' } : { pass };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
