import { readdirSync } from 'node:fs';
import { aside } from '@plenum/shared/core/aside';
import { seeded } from '../../random.ts';
import type { Impairment } from '../../relay/UdpRelay.ts';
import { cpuShare, processUsage, type Usage } from '../../usage.ts';
import { wait } from '../../wait.ts';
import { type Histogram, histogramOf } from '../histogram.ts';
import type { PersonPlan } from '../people.ts';
import type { Door } from '../target.ts';
import { wordsOf } from '../Trouble.ts';
import { Attendee, type Notes } from './Attendee.ts';
import type { Packets, Sample } from './Sample.ts';

/** What one process of bots has to do. */
export interface Orders {
  readonly door: Door;
  readonly plans: readonly PersonPlan[];
  /** When the test began, epoch ms. */
  readonly startAt: number;
  /** Undefined: a whole path. */
  readonly path?: Impairment;
  readonly seed: number;
}

/** A move of everybody: when it was commanded, epoch ms, and to which side. */
export interface Move {
  readonly at: number;
  readonly to: 'rooms' | 'meeting';
}

const now = () => performance.timeOrigin + performance.now();
// Node keeps the timings of 250 requests otherwise, and warns of the next one.
performance.setResourceTimingBufferSize(1);

/** The bots of one process. */
export class Squad {
  readonly #attendees = new Set<Attendee>();
  readonly #failures = new Map<string, number>();
  readonly #notes: Notes & { welcomeMs: number[]; joinMs: number[]; moveMs: number[] };
  readonly #moved = new Set<Attendee>();
  readonly #leaving = new Set<Promise<void>>();
  #orders: Orders | undefined;
  #move: Move | undefined;
  #home = '';
  #ended = false;
  #failed = 0;
  #left = 0;
  #came = 0;
  #cpu: Usage = processUsage();
  #past = { sound: { received: 0, lost: 0 }, pictures: { received: 0, lost: 0 } };
  #told = { said: 0, heard: 0, missing: 0, doubles: 0, drawn: 0, votes: 0, drops: 0 };
  #gone = { heard: 0, missing: 0, doubles: 0 };
  #before = { sound: { received: 0, lost: 0 }, pictures: { received: 0, lost: 0 } };

  constructor() {
    const fail = (words: string) => void this.#failures.set(words, (this.#failures.get(words) ?? 0) + 1);
    const counts = { said: 0, drawn: 0, votes: 0, drops: 0, fail };
    this.#notes = { chatMs: [], boardMs: [], voteMs: [], welcomeMs: [], joinMs: [], moveMs: [], ...counts };
  }

  /** Everybody comes at their time. Returns at once. */
  start(orders: Orders): void {
    this.#orders = orders;
    for (const [index, plan] of orders.plans.entries())
      aside(this.#live(plan, orders, seeded(orders.seed * 7_919 + index)));
    const turns = setInterval(() => {
      if (this.#ended) return clearInterval(turns);
      for (const attendee of this.#attendees) attendee.takeTurn(now() - orders.startAt);
    }, 500);
  }

  moves(move: Move): void {
    this.#move = move;
    this.#moved.clear();
  }

  sample(): Sample {
    const attendees = [...this.#attendees];
    const inside = attendees.filter(({ isInside }) => isInside);
    for (const attendee of inside) this.#countJoin(attendee);
    this.#countMoves(inside);
    const usage = processUsage();
    const share = cpuShare(this.#cpu, usage);
    this.#cpu = usage;
    const elapsed = now() - (this.#orders?.startAt ?? 0);
    return {
      present: inside.length,
      waiting: attendees.length - inside.length,
      connected: inside.filter((attendee) => !attendee.plan.media || attendee.bot.stages.connected > 0).length,
      offline: attendees.filter(({ isOnline }) => !isOnline).length,
      held: inside.filter(({ bot }) => bot.shown !== 'all').length,
      expected: (this.#orders?.plans ?? []).filter(({ comesAt }) => comesAt <= elapsed).length,
      failed: this.#failed,
      failures: Object.fromEntries(this.#failures),
      left: this.#left,
      ...this.#packetsSince(),
      ...this.#countsSince(),
      soundMs: histogramOf(attendees.flatMap(({ bot }) => bot.reception.delays.splice(0))),
      ...this.#delaysSince(),
      cpu: [Math.round(share * 1_000) / 1_000],
      rssKiB: usage.rssKiB,
      descriptors: readdirSync('/proc/self/fd').length,
    };
  }

  /** Everybody leaves; resolves when they have. */
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.all([...[...this.#attendees].map((attendee) => this.#leave(attendee)), ...this.#leaving]);
  }

  /** Nobody writes, draws or comes any more; who is here stays. */
  hush(): void {
    this.#ended = true;
    for (const attendee of this.#attendees) attendee.hush();
  }

  async #live(plan: PersonPlan, { door, startAt, path, seed }: Orders, random: () => number): Promise<void> {
    await wait(startAt + plan.comesAt - now());
    while (!this.#ended) {
      this.#came += 1;
      const bad = path && { impairment: path, random: seeded(seed * 104_729 + this.#came) };
      let attendee: Attendee;
      try {
        attendee = await Attendee.enter({ plan, door, path: bad, notes: this.#notes, random });
      } catch (error) {
        this.#failed += 1;
        this.#notes.fail(`cannot enter: ${wordsOf(error)}`);
        return;
      }
      this.#attendees.add(attendee);
      if (this.#home === '' && attendee.isInside) this.#home = attendee.bot.session.store.getState().room.id;
      if (plan.staysMs === undefined) return;
      await wait(plan.staysMs);
      if (this.#ended) return;
      this.#left += 1;
      const leaving = this.#leave(attendee);
      this.#leaving.add(leaving);
      await leaving;
      this.#leaving.delete(leaving);
      await wait(plan.awayMs);
    }
  }

  async #leave(attendee: Attendee): Promise<void> {
    this.#attendees.delete(attendee);
    const { reception } = attendee.bot;
    for (const [kind, media] of [
      ['sound', 'audio'],
      ['pictures', 'video'],
    ] as const) {
      const { received, lost } = reception.total(media);
      this.#past[kind].received += received;
      this.#past[kind].lost += lost;
    }
    for (const count of ['heard', 'missing', 'doubles'] as const) this.#gone[count] += attendee.ledger[count];
    await attendee.leave();
  }

  #countJoin(attendee: Attendee): void {
    const { began, welcome, firstPacket } = attendee.bot.stages;
    if (!attendee.counted.welcome) {
      attendee.counted.welcome = true;
      this.#notes.welcomeMs.push(welcome - began);
    }
    if (!attendee.counted.join && firstPacket > 0) {
      attendee.counted.join = true;
      this.#notes.joinMs.push(firstPacket - began);
    }
  }

  #countMoves(inside: readonly Attendee[]): void {
    const move = this.#move;
    if (!move) return;
    for (const attendee of inside) {
      if (this.#moved.has(attendee) || !attendee.plan.media) continue;
      const { room, mediaAt } = attendee.bot.place(move.at);
      const isHome = room === attendee.bot.session.store.getState().room.id;
      if (mediaAt === undefined || isHome !== (move.to === 'meeting')) continue;
      this.#moved.add(attendee);
      this.#notes.moveMs.push(mediaAt - move.at);
    }
  }

  #packetsSince(): { readonly sound: Packets; readonly pictures: Packets } {
    const total = (kind: 'sound' | 'pictures', media: 'audio' | 'video') => {
      let { received, lost } = this.#past[kind];
      for (const { bot } of this.#attendees) {
        const of = bot.reception.total(media);
        received += of.received;
        lost += of.lost;
      }
      return { received, lost };
    };
    const all = { sound: total('sound', 'audio'), pictures: total('pictures', 'video') };
    const since = (kind: 'sound' | 'pictures') => ({
      received: Math.max(0, all[kind].received - this.#before[kind].received),
      // Packets that overtook each other look lost for a moment, so a difference may be below zero.
      lost: all[kind].lost - this.#before[kind].lost,
    });
    const answer = { sound: since('sound'), pictures: since('pictures') };
    this.#before = all;
    return answer;
  }

  #countsSince() {
    const ledgers = [...this.#attendees].map(({ ledger }) => ledger);
    const sum = (of: 'heard' | 'missing' | 'doubles') =>
      ledgers.reduce((total, ledger) => total + ledger[of], this.#gone[of]);
    const { said, drawn, votes, drops } = this.#notes;
    const all = { said, drawn, votes, drops, heard: sum('heard'), missing: sum('missing'), doubles: sum('doubles') };
    const before = this.#told;
    this.#told = all;
    return {
      said: all.said - before.said,
      drawn: all.drawn - before.drawn,
      votes: all.votes - before.votes,
      drops: all.drops - before.drops,
      heard: all.heard - before.heard,
      missing: all.missing - before.missing,
      doubles: all.doubles - before.doubles,
    };
  }

  #delaysSince() {
    const take = (values: number[]): Histogram => histogramOf(values.splice(0));
    return {
      welcomeMs: take(this.#notes.welcomeMs),
      joinMs: take(this.#notes.joinMs),
      chatMs: take(this.#notes.chatMs),
      boardMs: take(this.#notes.boardMs),
      voteMs: take(this.#notes.voteMs),
      moveMs: take(this.#notes.moveMs),
    };
  }
}
