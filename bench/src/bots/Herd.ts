import { Bot, type BotPlan, type Stages } from './Bot.ts';
import type { Depth } from './BotHandler.ts';
import type { Heard } from './Reception.ts';

/** Bots that join one room, spread evenly over a time. */
export interface Arrival {
  readonly base: string;
  readonly roomId: string;
  readonly overMs: number;
  readonly mediaAddress?: string | undefined;
  readonly plans: readonly BotPlan[];
}

/** What bots of one depth have received, together. */
export interface HerdFigures {
  readonly bots: number;
  /** Their media line is open and their receiving transport connected. */
  readonly connected: number;
  /** Of how many streams at least one packet has come since the last restart, bot by bot. */
  readonly flowing: readonly number[];
  /** Streams that a bot was given, flowing or not, bot by bot. */
  readonly given: readonly number[];
  readonly received: number;
  readonly lost: number;
  /** One way, of sound, in ms; whole bots only. */
  readonly delays: readonly number[];
}

// Node remembers 250 requests unless it is told otherwise.
performance.setResourceTimingBufferSize(10_000);

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Bots in this process. */
export class Herd {
  readonly #bots: Bot[] = [];
  readonly #failures: string[] = [];
  #began = 0;
  #cpu = process.cpuUsage();

  /** Resolves when the last of them has a seat or has failed to get one. */
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

  /** Counts from now on. */
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
    return {
      bots: bots.length,
      connected: bots.filter(({ stages }) => stages.mediaOpen > 0 && stages.connected > 0).length,
      flowing: streams.map((all) => all.filter(({ arrivals: { received } }) => received > 0).length),
      given: streams.map((all) => all.length),
      received: arrivals.reduce((sum, { received }) => sum + received, 0),
      lost: arrivals.reduce((sum, { lost }) => sum + lost, 0),
      delays: bots.flatMap(({ reception }) => reception.delays),
    };
  }

  get failures(): readonly string[] {
    return this.#failures;
  }

  /** How long each question for a ticket took, in ms. */
  get ticketMs(): number[] {
    const asked = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/tickets'));
    return asked.map(({ duration }) => duration);
  }

  get stages(): Stages[] {
    return this.#bots.map(({ stages }) => stages);
  }

  /** Undefined when no bot here has this name. */
  speak(name: string, talks: boolean): ReturnType<Bot['speak']> | undefined {
    return this.#bots.find(({ plan }) => plan.name === name)?.speak(talks);
  }

  listen(): void {
    for (const { reception } of this.#bots) reception.listen();
  }

  /** What each bot has heard since `listen`, by its name. */
  get heard(): { readonly name: string; readonly packets: readonly Heard[] }[] {
    return this.#bots.map(({ plan: { name }, reception }) => ({ name, packets: reception.heard }));
  }

  /** Where each bot is, and what has come to it from there since `time`, epoch ms. */
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
