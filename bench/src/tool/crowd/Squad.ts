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
import { Guest, type Notes } from './Guest.ts';
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
/** Requests for media, sockets and files of the largest squad; Node keeps 250 timings otherwise. */
performance.setResourceTimingBufferSize(1);

/** The bots of one process. */
export class Squad {
  readonly #guests = new Set<Guest>();
  readonly #failures = new Map<string, number>();
  readonly #notes: Notes & { welcomeMs: number[]; joinMs: number[]; moveMs: number[] };
  readonly #moved = new Set<Guest>();
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
      for (const guest of this.#guests) guest.takeTurn(now() - orders.startAt);
    }, 500);
  }

  moves(move: Move): void {
    this.#move = move;
    this.#moved.clear();
  }

  sample(): Sample {
    const guests = [...this.#guests];
    const inside = guests.filter(({ isInside }) => isInside);
    for (const guest of inside) this.#countJoin(guest);
    this.#countMoves(inside);
    const usage = processUsage();
    const share = cpuShare(this.#cpu, usage);
    this.#cpu = usage;
    const elapsed = now() - (this.#orders?.startAt ?? 0);
    return {
      present: inside.length,
      waiting: guests.length - inside.length,
      connected: inside.filter((guest) => !guest.plan.media || guest.bot.stages.connected > 0).length,
      offline: guests.filter(({ isOnline }) => !isOnline).length,
      held: inside.filter(({ bot }) => bot.shown !== 'all').length,
      expected: (this.#orders?.plans ?? []).filter(({ comesAt }) => comesAt <= elapsed).length,
      failed: this.#failed,
      failures: Object.fromEntries(this.#failures),
      left: this.#left,
      ...this.#packetsSince(),
      ...this.#countsSince(),
      soundMs: histogramOf(guests.flatMap(({ bot }) => bot.reception.delays.splice(0))),
      ...this.#delaysSince(),
      cpu: [Math.round(share * 1_000) / 1_000],
      rssKiB: usage.rssKiB,
      descriptors: readdirSync('/proc/self/fd').length,
    };
  }

  /** Everybody leaves; resolves when they have. */
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.all([...[...this.#guests].map((guest) => this.#leave(guest)), ...this.#leaving]);
  }

  /** Nobody writes, draws or comes any more; who is here stays. */
  hush(): void {
    this.#ended = true;
    for (const guest of this.#guests) guest.hush();
  }

  async #live(plan: PersonPlan, { door, startAt, path, seed }: Orders, random: () => number): Promise<void> {
    await wait(startAt + plan.comesAt - now());
    while (!this.#ended) {
      this.#came += 1;
      const bad = path && { impairment: path, random: seeded(seed * 104_729 + this.#came) };
      let guest: Guest;
      try {
        guest = await Guest.enter({ plan, door, path: bad, notes: this.#notes, random });
      } catch (error) {
        this.#failed += 1;
        this.#notes.fail(`cannot enter: ${wordsOf(error)}`);
        return;
      }
      this.#guests.add(guest);
      if (this.#home === '' && guest.isInside) this.#home = guest.bot.session.store.getState().room.id;
      if (plan.staysMs === undefined) return;
      await wait(plan.staysMs);
      if (this.#ended) return;
      this.#left += 1;
      const leaving = this.#leave(guest);
      this.#leaving.add(leaving);
      await leaving;
      this.#leaving.delete(leaving);
      await wait(plan.awayMs);
    }
  }

  async #leave(guest: Guest): Promise<void> {
    this.#guests.delete(guest);
    const { reception } = guest.bot;
    for (const [kind, media] of [
      ['sound', 'audio'],
      ['pictures', 'video'],
    ] as const) {
      const { received, lost } = reception.total(media);
      this.#past[kind].received += received;
      this.#past[kind].lost += lost;
    }
    for (const count of ['heard', 'missing', 'doubles'] as const) this.#gone[count] += guest.ledger[count];
    await guest.leave();
  }

  #countJoin(guest: Guest): void {
    const { began, welcome, firstPacket } = guest.bot.stages;
    if (!guest.counted.welcome) {
      guest.counted.welcome = true;
      this.#notes.welcomeMs.push(welcome - began);
    }
    if (!guest.counted.join && firstPacket > 0) {
      guest.counted.join = true;
      this.#notes.joinMs.push(firstPacket - began);
    }
  }

  #countMoves(inside: readonly Guest[]): void {
    const move = this.#move;
    if (!move) return;
    for (const guest of inside) {
      if (this.#moved.has(guest) || !guest.plan.media) continue;
      const { room, mediaAt } = guest.bot.place(move.at);
      const isHome = room === guest.bot.session.store.getState().room.id;
      if (mediaAt === undefined || isHome !== (move.to === 'meeting')) continue;
      this.#moved.add(guest);
      this.#notes.moveMs.push(mediaAt - move.at);
    }
  }

  #packetsSince(): { readonly sound: Packets; readonly pictures: Packets } {
    const total = (kind: 'sound' | 'pictures', media: 'audio' | 'video') => {
      let { received, lost } = this.#past[kind];
      for (const { bot } of this.#guests) {
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
    const ledgers = [...this.#guests].map(({ ledger }) => ledger);
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
