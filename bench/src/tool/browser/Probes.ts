import { launchBrowser, usualCameras } from '@plenum/client/e2e/support/browser';
import { Person } from '@plenum/client/e2e/support/person';
import type { Impairment } from '../../relay/UdpRelay.ts';
import { wordsOf } from '../Trouble.ts';
import { beepEveryMs, markDevices, watchMarks } from './marks.ts';

type Browser = Awaited<ReturnType<typeof launchBrowser>>;

/** What all browsers saw and heard since the last sample. */
export interface BrowserSample {
  readonly browsers: number;
  readonly frames: number;
  /** Streams of pictures that move. */
  readonly pictures: number;
  readonly freezes: number;
  readonly frozenSeconds: number;
  readonly concealed: number;
  readonly samples: number;
  readonly pictureMs: readonly number[];
  readonly soundMs: readonly number[];
  readonly enterMs: readonly number[];
}

interface Totals {
  readonly frames: number;
  readonly freezes: number;
  readonly frozenSeconds: number;
  readonly concealed: number;
  readonly samples: number;
}

const none: Totals = { frames: 0, freezes: 0, frozenSeconds: 0, concealed: 0, samples: 0 };

/** Runs in the page. For each received stream: its totals, by its id. Silence that is made up because nobody talks is no loss. */
async function readTotals() {
  const live = window.peerConnections.filter(({ connectionState }) => connectionState === 'connected');
  const reports = await Promise.all(live.map((connection) => connection.getStats()));
  const streams = reports.flatMap((report) => [...report.values()]).filter((entry) => entry.type === 'inbound-rtp');
  const number = (value: unknown) => Number(value ?? 0);
  const totals = streams.map((entry): [string, Totals] => [
    String(entry.id),
    {
      frames: number(entry.framesDecoded),
      freezes: number(entry.freezeCount),
      frozenSeconds: number(entry.totalFreezesDuration),
      concealed: number(entry.concealedSamples) - number(entry.silentConcealedSamples),
      samples: number(entry.totalSamplesReceived) - number(entry.silentConcealedSamples),
    },
  ]);
  const { pictureMs = [], soundMs = [] } = window.marks ?? {};
  return { totals, pictureMs: pictureMs.splice(0), soundMs: soundMs.splice(0) };
}

interface Watching {
  readonly person: Person;
  before: Map<string, Totals>;
}

/** Real browsers in the meeting: they decode, conceal and freeze as those of people do. */
export class Probes {
  readonly #browser: Browser;
  readonly #watching: Watching[] = [];
  readonly #enterMs: number[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async launch(): Promise<Probes> {
    return new Probes(await launchBrowser(usualCameras, '--ignore-certificate-errors'));
  }

  /** @param link of the meeting @throws Error when the page does not lead into the meeting */
  async enter(link: string, number: number, { loss, delayMs }: Impairment): Promise<void> {
    const name = `Browser ${number}`;
    const person = await Person.at({ browser: this.#browser, origin: new URL(link).origin, name, smallCamera: false });
    try {
      await person.page.evaluateOnNewDocument(markDevices, beepEveryMs);
      if (loss > 0 || delayMs > 0) await this.#impair(person, loss, delayMs);
      await person.page.goto(link);
      const began = performance.now();
      await person.enter();
      this.#enterMs.push(performance.now() - began);
      await person.page.evaluate(watchMarks, beepEveryMs);
      this.#watching.push({ person, before: new Map() });
    } catch (error) {
      const seen = await person.page.evaluate(() => document.body.innerText.slice(0, 200)).catch(() => '');
      throw new Error(
        `${name} did not get into the meeting (${wordsOf(error)}). The page: ${seen.replaceAll('\n', ' ')}`,
        {
          cause: error,
        },
      );
    }
  }

  async sample(): Promise<BrowserSample> {
    const all = await Promise.all(this.#watching.map((one) => this.#read(one).catch(() => undefined)));
    const read = all.filter((one) => one !== undefined);
    const sum = (of: keyof Totals) =>
      read.reduce((total, { grown }) => total + grown.reduce((s, g) => s + g[of], 0), 0);
    return {
      browsers: read.length,
      frames: sum('frames'),
      pictures: read.reduce((total, { grown }) => total + grown.filter(({ frames }) => frames > 0).length, 0),
      freezes: sum('freezes'),
      frozenSeconds: sum('frozenSeconds'),
      concealed: sum('concealed'),
      samples: sum('samples'),
      pictureMs: read.flatMap(({ pictureMs }) => pictureMs),
      soundMs: read.flatMap(({ soundMs }) => soundMs),
      enterMs: this.#enterMs.splice(0),
    };
  }

  /** A picture of what the first browser shows, as PNG. */
  async picture(): Promise<Uint8Array | undefined> {
    return this.#watching[0]?.person.page.screenshot({ type: 'png' }).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#browser.close().catch(() => undefined);
  }

  async #read(one: Watching) {
    const { totals, pictureMs, soundMs } = await one.person.page.evaluate(readTotals);
    const grown = totals.map(([id, now]) => {
      const before = one.before.get(id) ?? none;
      const grew = (of: keyof Totals) => Math.max(0, now[of] - before[of]);
      return {
        frames: grew('frames'),
        freezes: grew('freezes'),
        frozenSeconds: grew('frozenSeconds'),
        concealed: grew('concealed'),
        samples: grew('samples'),
      };
    });
    one.before = new Map(totals);
    return { grown, pictureMs, soundMs };
  }

  /** Chromium's own bad path for WebRTC; it knows no jitter. */
  async #impair({ page }: Person, loss: number, delayMs: number): Promise<void> {
    const devtools = await page.createCDPSession();
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: delayMs,
      downloadThroughput: -1,
      uploadThroughput: -1,
      packetLoss: loss * 100,
    });
  }
}
