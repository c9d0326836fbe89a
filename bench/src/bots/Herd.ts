import { Bot, type BotPlan, type Stages } from './Bot.ts';
import type { Depth } from './BotHandler.ts';
import type { Heard } from './Reception.ts';
import { wait } from '../wait.ts';

/** Bots that join one room, evenly over a time. */
export interface Arrival {
  readonly base: string;
  readonly roomId: string;
  readonly overMs: number;
  readonly mediaAddress?: string | undefined;
  readonly plans: readonly BotPlan[];
}

/** What bots of one depth received, together. */
export interface HerdFigures {
  readonly bots: number;
  /** Bots with an open media line and a connected receiving transport. */
  readonly connected: number;
  /** For each bot: streams with at least one packet since the restart. */
  readonly flowing: readonly number[];
  /** For each bot: streams that it was offered. */
  readonly given: readonly number[];
  readonly received: number;
  readonly lost: number;
  /** The same of sound alone, and the longest time in which a stream of sound had no packet, in ms. */
  readonly sound: { readonly received: number; readonly lost: number; readonly longestGapMs: number };
  /** For each bot: which pictures it was told that the server sends. */
  readonly shown: readonly string[];
  /** One-way delays of audio, in ms; whole bots only. */
  readonly delays: readonly number[];
}

// By default, Node keeps 250 resource timings.
performance.setResourceTimingBufferSize(10_000);

/** The bots of this process. */
export class Herd {
  readonly #bots: Bot[] = [];
  readonly #failures: string[] = [];
  #began = 0;
  #cpu = process.cpuUsage();

  /** Resolves when every bot has a seat or failed to get one. */
  async arrive({ base, roomId, mediaAddress, overMs, plans }: Arrival): Promise<void> {
    const began = performance.now();
    const joins = plans.map(async (plan, index) => {
      await wait(began + (index * overMs) / plans.length - performance.now());
      try {
        const bot = await Bot.join({ base, roomId, mediaAddress, ...plan });
        this.#bots.push(bot);
        bot.publish().catch((error: unknown) => this.#failed(plan, error));
      } catch (error) {
        this.#failed(plan, error);
      }
    });
    await Promise.all(joins);
  }

  /** Starts a new measurement. */
  restart(): void {
    for (const { reception } of this.#bots) reception.restart();
    this.#began = performance.now();
    this.#cpu = process.cpuUsage();
  }

  /** Busy share of one core since the restart. */
  cpuShare(): number {
    const { user, system } = process.cpuUsage(this.#cpu);
    return (user + system) / 1_000 / (performance.now() - this.#began);
  }

  figures(depth: Depth): HerdFigures {
    const bots = this.#bots.filter(({ plan }) => plan.depth === depth);
    const streams = bots.map(({ reception }) => reception.all);
    const arrivals = streams.flat().map((stream) => stream.arrivals);
    const sound = streams.flat().flatMap((stream) => (stream.kind === 'audio' ? [stream.arrivals] : []));
    return {
      bots: bots.length,
      connected: bots.filter(({ stages }) => stages.mediaOpen > 0 && stages.connected > 0).length,
      flowing: streams.map((all) => all.filter(({ arrivals: { received } }) => received > 0).length),
      given: streams.map((all) => all.length),
      received: arrivals.reduce((sum, { received }) => sum + received, 0),
      lost: arrivals.reduce((sum, { lost }) => sum + lost, 0),
      sound: {
        received: sound.reduce((sum, { received }) => sum + received, 0),
        lost: sound.reduce((sum, { lost }) => sum + lost, 0),
        longestGapMs: Math.max(0, ...sound.map(({ longestGapMs }) => longestGapMs)),
      },
      shown: bots.map((bot) => bot.shown),
      delays: bots.flatMap(({ reception }) => reception.delays),
    };
  }

  get failures(): readonly string[] {
    return this.#failures;
  }

  /** Duration of each ticket request, in ms. */
  get ticketMs(): number[] {
    const asked = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/tickets'));
    return asked.map(({ duration }) => duration);
  }

  get stages(): Stages[] {
    return this.#bots.map(({ stages }) => stages);
  }

  /** Undefined when no bot of this process has this name. */
  speak(name: string, talks: boolean): ReturnType<Bot['speak']> | undefined {
    return this.#bots.find(({ plan }) => plan.name === name)?.speak(talks);
  }

  listen(): void {
    for (const { reception } of this.#bots) reception.listen();
  }

  /** For each bot, by name: what it heard since `listen`. */
  get heard(): { readonly name: string; readonly packets: readonly Heard[] }[] {
    return this.#bots.map(({ plan: { name }, reception }) => ({ name, packets: reception.heard }));
  }

  /** For each bot: its room, and what arrived from there since `time`, in epoch ms. */
  places(time: number): ReturnType<Bot['place']>[] {
    return this.#bots.map((bot) => bot.place(time));
  }

  async leave(): Promise<void> {
    await Promise.all(this.#bots.splice(0).map((bot) => bot.close()));
  }

  #failed({ name }: BotPlan, error: unknown): void {
    this.#failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
