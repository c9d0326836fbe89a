import { createRoom } from '@plenum/client/core/http';
import { ServerProcess } from '@plenum/client/e2e/support/server';
import type { BotPlan, Stages } from '../bots/Bot.ts';
import type { Depth } from '../bots/BotHandler.ts';
import type { Herd, HerdFigures } from '../bots/Herd.ts';
import type { HerdCalls } from '../bots/herdProcess.ts';
import { machineCpu, udpDrops } from '../machine.ts';
import { mediaProbeUrl, Probed } from '../probe/Probed.ts';
import { Child } from '../process/Child.ts';
import { round } from '../report.ts';
import { cpuShare, processUsage, ticksPerSecond, usageOf } from '../usage.ts';

/** Busier than this, a process of the generator measures itself. */
const busiest = 0.85;
/** More of a core than this, taken by what is no part of the run, and a failure proves nothing. */
const othersAllowed = 0.2;

/** What was seen in one measured time. */
export interface Measured {
  readonly seconds: number;
  /** Why the generator, not the server, was the limit. */
  readonly void: string | undefined;
  /** Something else on this machine took so much that what failed may be its fault. */
  readonly disturbed: boolean;
  readonly consumers: number;
  readonly liveConsumers: number;
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
  readonly loopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly rssKiB: number;
  /** Share that the receivers' reports say was lost. */
  readonly lossByServer: number;
  readonly udpDrops: { readonly server: number; readonly others: number };
  readonly whole: HerdFigures;
  readonly thin: HerdFigures;
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The real server under bots: those that send and read in full in one process, thin sinks in another. */
export class MediaLoad {
  readonly server: ServerProcess;
  readonly #probed: Probed;
  readonly #herds: readonly Child<HerdCalls>[];
  readonly #announced: string | undefined;

  private constructor(server: ServerProcess, announced: string | undefined) {
    this.server = server;
    this.#announced = announced;
    this.#probed = new Probed(server.process);
    const module = new URL('../bots/herdProcess.ts', import.meta.url);
    // Enough threads for the handshakes; each herd has a core at most.
    this.#herds = [Child.start<HerdCalls>(module), Child.start<HerdCalls>(module)];
  }

  static async start(environment: Readonly<Record<string, string>> = {}): Promise<MediaLoad> {
    const server = await ServerProcess.start({ environment, preload: mediaProbeUrl });
    // Browsers are led through a path that may break; bots go straight to the server.
    return new MediaLoad(server, environment['PLENUM_ANNOUNCED_ADDRESS']);
  }

  async createRoom(): Promise<string> {
    return (await createRoom(this.server.origin, { title: 'Bench' })).id;
  }

  /** Resolves when all have a seat or have failed to get one. */
  async arrive(roomId: string, plans: readonly BotPlan[], overMs: number): Promise<void> {
    const base = this.server.origin;
    const mediaAddress = this.#announced && '127.0.0.1';
    const of = (depth: Depth) => plans.filter((plan) => plan.depth === depth);
    await Promise.all(
      this.#byDepth((herd, depth) => herd.call('arrive', { base, roomId, mediaAddress, overMs, plans: of(depth) })),
    );
  }

  /** Lets a bot talk or be silent; the SSRC of its microphone, and when that was in epoch ms. */
  async speak(name: string, talks: boolean): Promise<{ readonly by: number; readonly at: number }> {
    const told = await Promise.all(this.#herds.map((herd) => herd.call('speak', { name, talks })));
    const [first] = told.filter((answer) => answer !== undefined);
    if (!first) throw new Error(`There is no ${name}.`);
    return first;
  }

  /** Remembers each packet of sound at whole bots from now on. */
  async listen(): Promise<void> {
    await Promise.all(this.#herds.map((herd) => herd.call('listen', undefined)));
  }

  async heard(): Promise<Herd['heard']> {
    return (await Promise.all(this.#herds.map((herd) => herd.call('heard', undefined)))).flat();
  }

  async failures(): Promise<string[]> {
    return (await Promise.all(this.#herds.map((herd) => herd.call('failures', undefined)))).flat();
  }

  async stages(): Promise<{ readonly stages: readonly Stages[]; readonly ticketMs: readonly number[] }> {
    const told = await Promise.all(this.#herds.map((herd) => herd.call('stages', undefined)));
    return { stages: told.flatMap(({ stages }) => stages), ticketMs: told.flatMap(({ ticketMs }) => ticketMs) };
  }

  async figures(): Promise<{ whole: HerdFigures; thin: HerdFigures }> {
    const [whole, thin] = await Promise.all(this.#byDepth((herd, depth) => herd.call('figures', depth)));
    if (!whole || !thin) throw new Error('A herd is missing.');
    return { whole, thin };
  }

  /** Resolves with whether it became so in time. */
  async until(
    isSo: (figures: { whole: HerdFigures; thin: HerdFigures }) => boolean,
    longestMs: number,
  ): Promise<boolean> {
    const end = performance.now() + longestMs;
    for (;;) {
      if (isSo(await this.figures())) return true;
      if (performance.now() > end) return false;
      await wait(500);
    }
  }

  /** Looks on for so long. */
  async measure(seconds: number): Promise<Measured> {
    await this.#probed.reset();
    const mediaBefore = await this.#probed.media();
    await Promise.all(this.#herds.map((herd) => herd.call('restart', undefined)));
    const before = this.#look();
    await wait(seconds * 1_000);
    const after = this.#look();
    const generatorCpuShares = await Promise.all(this.#herds.map((herd) => herd.call('cpuShare', undefined)));
    const { whole, thin } = await this.figures();
    // The probe's questions of the end are no part of the time.
    const { loopDelayMs, rssBytes } = await this.#probed.reset();
    const media = await this.#probed.media();
    const elapsed = (after.at - before.at) / 1_000;
    // The counters were read a little before and after: packets are scaled to the time between.
    const out = whole.received + thin.received;
    const workers = after.workers.map((usage, index) => cpuShare(before.workers[index] ?? usage, usage));
    const server = cpuShare(before.server, after.server);
    const machine =
      ((after.machine.busySeconds - before.machine.busySeconds) * 1_000) / (after.machine.at - before.machine.at);
    const own = cpuShare(before.own, after.own);
    const others = Math.max(0, machine - server - own - generatorCpuShares.reduce((sum, share) => sum + share, 0));
    const drops = {
      server: after.drops.server - before.drops.server,
      others: Math.max(0, after.drops.others - before.drops.others),
    };
    const sentOut = media.packetsOut - mediaBefore.packetsOut;
    return {
      seconds: round(elapsed),
      void: reasonToVoid(generatorCpuShares, drops.others),
      disturbed: others > othersAllowed,
      consumers: media.consumers,
      liveConsumers: media.liveConsumers,
      packetsInPerSecond: Math.round((media.packetsIn - mediaBefore.packetsIn) / elapsed),
      packetsOutPerSecond: Math.round(out / elapsed),
      megabitsOutPerSecond: round(((media.bytesOut - mediaBefore.bytesOut) * 8) / 1e6 / elapsed),
      workerMicrosPerPacket: round((sum(workers) * elapsed * 1e6) / Math.max(1, out)),
      serverMicrosPerPacket: round((server * elapsed * 1e6) / Math.max(1, out)),
      serverCpuShare: round(server),
      workerCpuShares: workers.map(round),
      generatorCpuShares: generatorCpuShares.map(round),
      othersCpuShare: round(others),
      loopDelayMs: { p50: round(loopDelayMs.p50), p99: round(loopDelayMs.p99), max: round(loopDelayMs.max) },
      rssKiB: Math.round(rssBytes / 1024) + sum(after.workers.map(({ rssKiB }) => rssKiB)),
      lossByServer: round(Math.max(0, media.packetsLost - mediaBefore.packetsLost) / Math.max(1, sentOut)),
      udpDrops: drops,
      whole,
      thin,
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#herds.map((herd) => herd.close()));
    await this.server.close();
  }

  #byDepth<T>(ask: (herd: Child<HerdCalls>, depth: Depth) => Promise<T>): Promise<T>[] {
    return this.#herds.map((herd, index) => ask(herd, index === 0 ? 'whole' : 'thin'));
  }

  #look() {
    return {
      server: usageOf(this.server.pid),
      workers: this.server.workerPids().map((pid) => usageOf(pid)),
      own: processUsage(),
      machine: machineCpu(ticksPerSecond),
      drops: udpDrops(this.server.mediaPorts),
      at: performance.now(),
    };
  }
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
