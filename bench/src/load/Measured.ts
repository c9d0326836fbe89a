import type { HerdFigures } from '../bots/Herd.ts';
import type { MachineCpu, UdpDrops } from '../machine.ts';
import type { Figures } from '../probe/figures.ts';
import type { MediaFigures } from '../probe/mediaFigures.ts';
import { round } from '../report.ts';
import { cpuShare, type Usage } from '../usage.ts';

/** Busier than this, a process of the generator measures itself. */
const busiest = 0.85;
/** More of a core than this, taken by what is no part of the run, and a failure proves nothing. */
const othersAllowed = 0.2;
/** More of a core than this, kept back by the host of a virtual machine, disturbs as much. */
const stolenAllowed = 0.05;

/** What was seen in one measured time. */
export interface Measured {
  readonly seconds: number;
  /** Why the generator, not the server, was the limit. */
  readonly void: string | undefined;
  /** Something else on this machine took so much that what failed may be its fault. */
  readonly disturbed: boolean;
  readonly consumers: number;
  readonly liveConsumers: number;
  /** Parts of rooms, one a worker: with one room, how many workers carry it. */
  readonly routers: number;
  /** Streams that flow from one worker to another. */
  readonly livePipes: number;
  readonly packetsInPerSecond: number;
  readonly packetsOutPerSecond: number;
  readonly megabitsOutPerSecond: number;
  /** CPU of the workers alone, and of the whole server, for each packet that left, in microseconds. */
  readonly workerMicrosPerPacket: number;
  readonly serverMicrosPerPacket: number;
  readonly serverCpuShare: number;
  readonly workerCpuShares: readonly number[];
  readonly generatorCpuShares: readonly number[];
  readonly othersCpuShare: number;
  /** What the host of a virtual machine kept back, in cores. */
  readonly stolenCpuShare: number;
  readonly loopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly rssKiB: number;
  /** Share that the receivers' reports say was lost. */
  readonly lossByServer: number;
  readonly udpDrops: { readonly server: number; readonly others: number };
  readonly whole: HerdFigures;
  readonly thin: HerdFigures;
}

/** One look at everything that runs. */
export interface Look {
  /** With its workers. */
  readonly server: Usage;
  readonly workers: readonly Usage[];
  /** Of the process that measures. */
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

/** What happened between two looks. */
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
    // Sockets that closed meanwhile take their count with them.
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

/** What of the machine was busy with things that are no part of the run: 1 is a whole core. */
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

/** A run whose promise was not kept while something else was at work proves nothing; one that was kept in spite of it stands. */
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
