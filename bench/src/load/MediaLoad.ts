import { createRoom } from '@plenum/client/core/http';
import { ServerProcess } from '@plenum/client/e2e/support/server';
import type { BotPlan, Stages } from '../bots/Bot.ts';
import type { Depth } from '../bots/BotHandler.ts';
import type { Herd, HerdFigures } from '../bots/Herd.ts';
import type { HerdCalls } from '../bots/herdProcess.ts';
import { machineCpu, udpDrops } from '../machine.ts';
import { mediaProbeUrl, Probed } from '../probe/Probed.ts';
import { Child } from '../process/Child.ts';
import { processUsage, ticksPerSecond, usageOf } from '../usage.ts';
import { type Look, type Measured, summarise } from './Measured.ts';
import { wait } from '../wait.ts';

/** The real server under bots: senders and whole listeners in one process, thin listeners in another. */
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
    this.#herds = [Child.start<HerdCalls>(module), Child.start<HerdCalls>(module)];
  }

  static async start(environment: Readonly<Record<string, string>> = {}): Promise<MediaLoad> {
    const server = await ServerProcess.start({ environment, preload: mediaProbeUrl });
    // Browsers use a path that may break; bots connect to the server directly.
    return new MediaLoad(server, environment['PLENUM_ANNOUNCED_ADDRESS']);
  }

  async createRoom(): Promise<string> {
    return (await this.createOwnRoom()).id;
  }

  /** Creates a room; its key makes the bearer host. */
  createOwnRoom(): ReturnType<typeof createRoom> {
    return createRoom(this.server.origin, { title: 'Bench' });
  }

  /** Resolves when every bot has a seat or failed to get one. */
  async arrive(roomId: string, plans: readonly BotPlan[], overMs: number): Promise<void> {
    const base = this.server.origin;
    const mediaAddress = this.#announced && '127.0.0.1';
    const of = (depth: Depth) => plans.filter((plan) => plan.depth === depth);
    await Promise.all(
      this.#byDepth((herd, depth) => herd.call('arrive', { base, roomId, mediaAddress, overMs, plans: of(depth) })),
    );
  }

  /** Starts or ends a bot's voice. Returns the microphone's SSRC, and the time in epoch ms. */
  async speak(name: string, talks: boolean): Promise<{ readonly by: number; readonly at: number }> {
    const told = await Promise.all(this.#herds.map((herd) => herd.call('speak', { name, talks })));
    const [first] = told.filter((answer) => answer !== undefined);
    if (!first) throw new Error(`There is no ${name}.`);
    return first;
  }

  /** Records each audio packet at whole bots from now on. */
  async listen(): Promise<void> {
    await Promise.all(this.#herds.map((herd) => herd.call('listen', undefined)));
  }

  async heard(): Promise<Herd['heard']> {
    return (await Promise.all(this.#herds.map((herd) => herd.call('heard', undefined)))).flat();
  }

  /** For each bot: its room, and what arrived from there since `time`, in epoch ms. */
  async places(time: number): Promise<ReturnType<Herd['places']>> {
    return (await Promise.all(this.#herds.map((herd) => herd.call('places', time)))).flat();
  }

  async failures(): Promise<string[]> {
    return (await Promise.all(this.#herds.map((herd) => herd.call('failures', undefined)))).flat();
  }

  /** The first warnings and errors in the server's log. */
  get serverSaid(): string[] {
    return this.server.output.trim().split('\n').filter(Boolean).slice(0, 5);
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

  /** Resolves with true when the condition held in time. */
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

  /** Measures for this many seconds. */
  async measure(seconds: number): Promise<Measured> {
    await this.#probed.reset();
    const mediaBefore = await this.#probed.media();
    await Promise.all(this.#herds.map((herd) => herd.call('restart', undefined)));
    const before = this.#look();
    await wait(seconds * 1_000);
    const after = this.#look();
    const generatorCpuShares = await Promise.all(this.#herds.map((herd) => herd.call('cpuShare', undefined)));
    const { whole, thin } = await this.figures();
    // Read before the probe asks the workers, because its questions are not part of the measured time.
    const { loopDelayMs, rssBytes } = await this.#probed.reset();
    const media = await this.#probed.media();
    return summarise(
      { ...before, media: mediaBefore },
      { ...after, media, loopDelayMs, rssBytes },
      { whole, thin, cpuShares: generatorCpuShares },
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#herds.map((herd) => herd.close()));
    await this.server.close();
  }

  #byDepth<T>(ask: (herd: Child<HerdCalls>, depth: Depth) => Promise<T>): Promise<T>[] {
    return this.#herds.map((herd, index) => ask(herd, index === 0 ? 'whole' : 'thin'));
  }

  #look(): Look {
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
