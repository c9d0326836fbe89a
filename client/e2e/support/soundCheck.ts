import { setTimeout as wait } from 'node:timers/promises';
import type { Person } from './person.ts';

/** What one browser played since a moment. */
export interface Heard {
  /** Longest time without a played audio packet, including the present gap, in ms. */
  readonly longestGapMs: number;
  readonly silentForMs: number;
  /** Time in which the page got no CPU to look; counted neither as silence nor as sound. */
  readonly notSeenMs: number;
  /** Concealed sound, as a share of all played sound. */
  readonly concealedShare: number;
  readonly framesPerSecond: number;
  readonly freezeSeconds: number;
}

declare global {
  interface Window {
    /** Set by `SoundCheck`. */
    soundCheck?: { longestGapMs: number; notSeenMs: number; lastAt: number; since: number; reset(): void };
  }
}

type Page = Person['page'];

interface Totals {
  /** Without samples concealed as silence: an audio slot without a speaker consists of them. */
  readonly concealed: number;
  readonly samples: number;
  readonly frames: number;
  readonly freezeSeconds: number;
  readonly at: number;
}

/** Checks what one browser plays, every 20 ms. */
export class SoundCheck {
  readonly #page: Page;
  #before: Totals = { concealed: 0, samples: 0, frames: 0, freezeSeconds: 0, at: 0 };

  private constructor(page: Page) {
    this.#page = page;
  }

  static async on({ page }: Person): Promise<SoundCheck> {
    await page.evaluate(() => {
      const begin = performance.now();
      const sound = {
        longestGapMs: 0,
        notSeenMs: 0,
        lastAt: begin,
        since: begin,
        reset() {
          this.longestGapMs = 0;
          this.notSeenMs = 0;
          this.since = performance.now();
        },
      };
      let newest = 0;
      let looked = begin;
      window.soundCheck = sound;
      setInterval(() => {
        const now = performance.now();
        const missed = now - looked > 100 ? now - looked - 20 : 0;
        looked = now;
        sound.notSeenMs += missed;
        sound.lastAt += missed;
        const receivers = window.peerConnections.flatMap((connection) => connection.getReceivers());
        const sources = receivers
          .filter(({ track }) => track.kind === 'audio')
          .flatMap((receiver) => receiver.getSynchronizationSources());
        const played = Math.max(0, ...sources.map(({ timestamp }) => timestamp));
        if (played <= newest) return;
        newest = played;
        // A silence that began before the reset counts from the reset.
        sound.longestGapMs = Math.max(sound.longestGapMs, now - Math.max(sound.lastAt, sound.since));
        sound.lastAt = now;
      }, 20);
    });
    const sound = new SoundCheck(page);
    await sound.reset();
    return sound;
  }

  /** Starts a new measurement. */
  async reset(): Promise<void> {
    await this.#page.evaluate(() => window.soundCheck?.reset());
    this.#before = await this.#totals();
  }

  async heard(): Promise<Heard> {
    const { longestGapMs, notSeenMs, silentForMs } = await this.#page.evaluate(() => {
      const { longestGapMs = 0, notSeenMs = 0, lastAt = 0 } = window.soundCheck ?? {};
      return { longestGapMs, notSeenMs, silentForMs: performance.now() - lastAt };
    });
    const [before, now] = [this.#before, await this.#totals()];
    const grown = (field: keyof Totals) => Math.max(0, now[field] - before[field]);
    return {
      longestGapMs: Math.round(Math.max(longestGapMs, 0)),
      silentForMs: Math.round(silentForMs),
      notSeenMs: Math.round(notSeenMs),
      concealedShare: grown('samples') > 0 ? grown('concealed') / grown('samples') : 0,
      framesPerSecond: (grown('frames') * 1_000) / Math.max(1, grown('at')),
      freezeSeconds: grown('freezeSeconds'),
    };
  }

  /** Resolves with the ms until sound was played again; undefined when that took longer than `longestMs`. */
  async hearsAgain(longestMs: number): Promise<number | undefined> {
    const began = performance.now();
    while (performance.now() - began < longestMs) {
      const { silentForMs } = await this.heard();
      if (silentForMs < 150) return Math.round(performance.now() - began);
      await wait(50);
    }
    return undefined;
  }

  #totals(): Promise<Totals> {
    return this.#page.evaluate(async () => {
      const reports = await Promise.all(window.peerConnections.map((connection) => connection.getStats()));
      const inbound = reports.flatMap((report) => [...report.values()]).filter(({ type }) => type === 'inbound-rtp');
      const sum = (field: string) => inbound.reduce((total, entry) => total + Number(entry[field] ?? 0), 0);
      return {
        concealed: sum('concealedSamples') - sum('silentConcealedSamples'),
        samples: sum('totalSamplesReceived'),
        frames: sum('framesDecoded'),
        freezeSeconds: sum('totalFreezesDuration'),
        at: performance.now(),
      };
    });
  }
}
