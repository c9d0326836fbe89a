import { aside } from '@plenum/shared/core/aside';
import { serverInfo } from '@plenum/client/core/http';
import { availableParallelism } from 'node:os';
import { machineCpu } from '../machine.ts';
import { ticksPerSecond } from '../usage.ts';
import { Child } from '../process/Child.ts';
import { wait } from '../wait.ts';
import { Probes } from './browser/Probes.ts';
import { type Sample, together } from './crowd/Sample.ts';
import type { SquadCalls } from './crowd/squadProcess.ts';
import type { Leader } from './Leader.ts';
import { dealt, type PersonPlan } from './people.ts';
import type { Impairment } from '../relay/UdpRelay.ts';
import type { Second } from './Row.ts';
import type { Act } from './scenario/schema.ts';
import type { ServerWatch } from './ServerWatch.ts';
import type { Target } from './target.ts';
import { wordsOf } from './Trouble.ts';

/** A test that is ready to begin. Times in ms. */
export interface RunPlan {
  readonly target: Target;
  readonly leader: Leader;
  readonly plans: readonly PersonPlan[];
  readonly acts: readonly Act[];
  readonly rampMs: number;
  readonly lastsMs: number;
  readonly browsers: number;
  readonly processes: number;
  readonly path: Impairment;
  readonly isImpaired: boolean;
  readonly seed: number;
  readonly watch: ServerWatch | undefined;
  readonly onSecond: (second: Second, events: readonly Happening[]) => void;
  readonly stop: AbortSignal;
}

/** Something that happened at a second of the test. */
export interface Happening {
  readonly at: number;
  readonly what: string;
}

/** What a test left. */
export interface Course {
  readonly seconds: readonly Second[];
  readonly events: readonly Happening[];
  /** Words of failures, and how often each came. */
  readonly failures: Readonly<Record<string, number>>;
  /** Why it ended early; undefined when it did not. */
  readonly brokenOff: string | undefined;
  /** What the first browser showed, as PNG. */
  readonly picture: Uint8Array | undefined;
}

/** For so long a server may be silent, in seconds, before the test is broken off: a start anew takes less. */
const patience = 20;
/** How long the last messages may take, in ms, when nobody writes any more. */
const settleMs = 2_000;
const leaveMs = 15_000;
const now = () => performance.timeOrigin + performance.now();

/** One test from the first bot to the last second. */
export class Run {
  readonly #plan: RunPlan;
  readonly #squads: Child<SquadCalls>[];
  readonly #seconds: Second[] = [];
  readonly #events: Happening[] = [];
  readonly #failures = new Map<string, number>();
  readonly #startAt = now() + 500;
  #probes: Probes | undefined;
  #silent = 0;
  #answerMs: number | undefined;
  #machine = machineCpu(ticksPerSecond);
  #isHeld = false;
  #lastTold: Readonly<Record<string, number>> = {};

  constructor(plan: RunPlan) {
    this.#plan = plan;
    const module = new URL('./crowd/squadProcess.ts', import.meta.url);
    this.#squads = Array.from({ length: plan.processes }, () => Child.start<SquadCalls>(module));
  }

  async run(): Promise<Course> {
    const { plans, target, path, isImpaired, seed, processes, rampMs, lastsMs, stop, leader } = this.#plan;
    const parts = dealt(plans, processes);
    const orders = { door: target.door, startAt: this.#startAt, ...(isImpaired && { path }) };
    await Promise.all(
      this.#squads.map((squad, index) =>
        squad.call('start', { ...orders, plans: parts[index] ?? [], seed: seed + index }),
      ),
    );
    const ending = new AbortController();
    if (this.#plan.browsers > 0) aside(this.#enterBrowsers(ending.signal));
    for (const act of this.#plan.acts) aside(this.#perform(act, ending.signal));
    const total = Math.ceil((rampMs + lastsMs) / 1_000);
    let brokenOff: string | undefined;
    for (let second = 1; second <= total && brokenOff === undefined; second += 1) {
      await wait(this.#startAt + second * 1_000 - now());
      if (stop.aborted) brokenOff = `It was stopped by hand after ${second} s.`;
      await this.#look(second, second * 1_000 <= rampMs ? 'coming' : 'staying');
      if (this.#silent >= patience)
        brokenOff = `The server stopped answering ${this.#silent} s before second ${second}.`;
      if (leader.line === 'closed') brokenOff ??= `The meeting was ended at second ${second}.`;
    }
    const picture = brokenOff === undefined ? await this.#probes?.picture() : undefined;
    await this.#close(total + 1, brokenOff);
    ending.abort();
    return {
      seconds: this.#seconds,
      events: this.#events,
      failures: Object.fromEntries(this.#failures),
      brokenOff,
      picture,
    };
  }

  async #close(second: number, brokenOff: string | undefined): Promise<void> {
    await Promise.all(this.#squads.map((squad) => squad.call('hush', undefined).catch(() => undefined)));
    await wait(settleMs);
    if (brokenOff === undefined) await this.#look(second, 'leaving');
    await this.#probes?.close();
    const leaving = Promise.all(this.#squads.map((squad) => squad.call('end', undefined).catch(() => undefined)));
    await Promise.race([leaving, wait(brokenOff === undefined ? leaveMs : 3_000)]);
    await Promise.all(this.#squads.map((squad) => squad.close()));
  }

  async #look(at: number, phase: Second['phase']): Promise<void> {
    const [samples, browsers, server] = await Promise.all([
      Promise.all(this.#squads.map((squad, index) => this.#sample(squad, index))),
      this.#probes?.sample().catch(() => undefined),
      this.#plan.watch?.sample(),
      // Half a minute of silence must not stop the clock of the test.
      Promise.race([this.#ask(), wait(900)]),
    ]);
    const bots = together(samples.filter((sample) => sample !== undefined));
    this.#note(at, bots);
    const isSilent = this.#answerMs === undefined && bots.offline >= bots.present && bots.sound.received === 0;
    this.#silent = isSilent ? this.#silent + 1 : 0;
    const second: Second = {
      at,
      phase,
      bots,
      browsers,
      server,
      answerMs: this.#answerMs,
      machineBusy: this.#machineBusy(),
    };
    this.#seconds.push(second);
    this.#plan.onSecond(second, this.#events);
  }

  async #sample(squad: Child<SquadCalls>, index: number): Promise<Sample | undefined> {
    try {
      return await squad.call('sample', undefined);
    } catch (error) {
      this.#fail(`process ${index + 1} of the bots ended: ${wordsOf(error).split('\n')[0]}`);
      return undefined;
    }
  }

  #machineBusy(): number {
    const [before, after] = [this.#machine, machineCpu(ticksPerSecond)];
    this.#machine = after;
    const cores = ((after.busySeconds - before.busySeconds) * 1_000) / (after.at - before.at);
    // The clocks of the two readings differ by a little.
    return Math.min(1, cores / availableParallelism());
  }

  /** Measures how long the server takes for the smallest request. */
  async #ask(): Promise<void> {
    const began = performance.now();
    try {
      await serverInfo(this.#plan.target.door.base);
      this.#answerMs = performance.now() - began;
    } catch {
      this.#answerMs = undefined;
    }
  }

  /** Writes down what a person would want to know of a second. */
  #note(at: number, { failures, drops, offline, held }: Sample): void {
    if (held > 0 !== this.#isHeld) {
      this.#isHeld = held > 0;
      this.#tell(
        at,
        this.#isHeld ? 'the server is busy and holds pictures back' : 'the server shows all pictures again',
      );
    }
    for (const [words, count] of Object.entries(failures)) {
      const more = count - (this.#lastTold[words] ?? 0);
      if (more > 0) this.#fail(words, more);
    }
    this.#lastTold = failures;
    if (drops > 0) this.#tell(at, `${drops} lost their line${offline > 0 ? `, ${offline} are without one` : ''}`);
    if (this.#answerMs === undefined && this.#silent === 2) this.#tell(at, 'the server does not answer');
  }

  #fail(words: string, times = 1): void {
    this.#failures.set(words, (this.#failures.get(words) ?? 0) + times);
  }

  #tell(at: number, what: string): void {
    this.#events.push({ at, what });
  }

  async #enterBrowsers(ending: AbortSignal): Promise<void> {
    try {
      this.#probes = await Probes.launch();
    } catch (error) {
      return this.#fail(`no browser could be started: ${wordsOf(error)}`);
    }
    for (let number = 1; number <= this.#plan.browsers && !ending.aborted; number += 1) {
      try {
        await this.#probes.enter(this.#plan.target.link, number, this.#plan.path);
      } catch (error) {
        if (!ending.aborted) this.#fail(wordsOf(error));
      }
    }
  }

  /** Times of acts count from the moment when all have come. */
  async #perform(act: Act, ending: AbortSignal): Promise<void> {
    const begin = this.#startAt + this.#plan.rampMs + act.at;
    if (!(await this.#until(begin, ending))) return;
    const { leader } = this.#plan;
    const second = () => Math.round((now() - this.#startAt) / 1_000);
    try {
      if (act.do === 'poll') {
        const id = await leader.openPoll(act);
        this.#tell(second(), `a ${act.secret ? 'secret ' : ''}poll is open`);
        if (!(await this.#until(begin + act.for, ending))) return;
        await leader.closePoll(id);
        this.#tell(second(), 'the poll is closed');
      } else {
        await this.#moveAll('rooms');
        await leader.openRooms(act.rooms);
        this.#tell(second(), `everybody goes into ${act.rooms} rooms`);
        if (!(await this.#until(begin + act.for, ending))) return;
        await this.#moveAll('meeting');
        await leader.closeRooms();
        this.#tell(second(), 'everybody comes back');
      }
    } catch (error) {
      this.#fail(`${act.do} did not work: ${wordsOf(error)}`);
    }
  }

  async #moveAll(to: 'rooms' | 'meeting'): Promise<void> {
    const at = now();
    await Promise.all(this.#squads.map((squad) => squad.call('moves', { at, to })));
  }

  /** False when the test ends before. */
  async #until(time: number, ending: AbortSignal): Promise<boolean> {
    while (now() < time && !ending.aborted) await wait(Math.min(250, time - now()));
    return !ending.aborted;
  }
}
