import { createRoom } from '@plenum/client/core/http';
import { launchBrowser, newPage, usualCameras } from '@plenum/client/e2e/support/browser';
import { waitForNamed } from '@plenum/client/e2e/support/named';
import { ServerProcess } from '@plenum/client/e2e/support/server';
import { progress } from '../progress.ts';
import { type Options, type Report, spread } from '../report.ts';

/** The promise: all requests of an invitation link, and the bytes until the pre-join page is there. */
const bounds = { requests: 12, bytes: 270_000 } as const;

/** The button that is there once a person can join. */
const joinButton = 'Join meeting';

interface Sent {
  readonly requests: number;
  /** Bytes on the wire, with 300 for the headers of each answer. */
  readonly bytes: number;
}

interface Load {
  /** From the start of the navigation until the pre-join page is there. */
  readonly ms: number;
  /** What had come when the pre-join page was there. */
  readonly page: Sent;
  /** With the typeface and the meeting, which are loaded in the background. */
  readonly all: Sent;
  /** Scripts and style sheets that were not compressed. */
  readonly plain: readonly string[];
}

/** Runs in the page: notes when the button is there, without the delay of a question from outside. */
function noteWhenThere(name: string): void {
  const seen = new MutationObserver(() => {
    const buttons = [...document.querySelectorAll('button')];
    if (!buttons.some((button) => button.textContent === name)) return;
    seen.disconnect();
    performance.mark('pre-join');
  });
  seen.observe(document, { childList: true, subtree: true });
}

/** Runs in the page: what it has loaded. */
function readLoad(): Load {
  const ms = performance.getEntriesByName('pre-join')[0]?.startTime ?? Number.NaN;
  const entries = performance
    .getEntries()
    .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming);
  const sent = (some: readonly PerformanceResourceTiming[]): Sent => ({
    requests: some.length,
    bytes: some.reduce((sum, { transferSize }) => sum + transferSize, 0),
  });
  const plain = entries.filter(
    ({ name, encodedBodySize, decodedBodySize }) => /\.(js|css)$/.test(name) && encodedBodySize === decodedBodySize,
  );
  return {
    ms,
    page: sent(entries.filter(({ responseEnd }) => responseEnd > 0 && responseEnd <= ms)),
    all: sent(entries),
    plain: plain.filter(({ decodedBodySize }) => decodedBodySize > 1_024).map(({ name }) => new URL(name).pathname),
  };
}

async function load(
  browser: Awaited<ReturnType<typeof launchBrowser>>,
  address: string,
  { kbit = 0, latency = 0 }: Options['numbers'],
): Promise<Load> {
  const page = await newPage(browser, new URL(address).origin);
  try {
    const bytesPerSecond = (kbit * 1_000) / 8;
    await page.emulateNetworkConditions({ download: bytesPerSecond, upload: bytesPerSecond, latency });
    await page.evaluateOnNewDocument(noteWhenThere, joinButton);
    await page.goto(address);
    await waitForNamed(page, 'button', joinButton);
    await page.waitForNetworkIdle({ idleTime: 2_000 });
    return await page.evaluate(readLoad);
  } finally {
    await page.browserContext().close();
  }
}

/** Somebody opens an invitation for the first time, over a slow line: requests, bytes, and the time to the pre-join page. */
export async function firstLoad({ numbers }: Options): Promise<Report> {
  const { turns = 5 } = numbers;
  const server = await ServerProcess.start();
  const browser = await launchBrowser(usualCameras);
  try {
    const { id } = await createRoom(server.origin, { title: 'Bench' });
    const loads: Load[] = [];
    for (let turn = 1; turn <= turns; turn += 1) {
      const one = await load(browser, `${server.origin}/r/${id}`, numbers);
      loads.push(one);
      progress(`${turn}: ${Math.round(one.ms)} ms, ${one.page.requests} requests, ${one.page.bytes} bytes`);
    }
    const most = (which: 'page' | 'all', what: keyof Sent) => Math.max(...loads.map((one) => one[which][what]));
    const plain = [...new Set(loads.flatMap((one) => one.plain))];
    const failures = [
      ...plain.map((path) => `not compressed: ${path}`),
      ...(most('all', 'requests') > bounds.requests ? [`more than ${bounds.requests} requests`] : []),
      ...(most('page', 'bytes') > bounds.bytes ? [`more than ${bounds.bytes} bytes`] : []),
    ];
    return {
      scenario: 'first-load',
      pass: failures.length === 0,
      participants: 1,
      failures,
      requests: most('page', 'requests'),
      bytes: most('page', 'bytes'),
      requestsWithMeeting: most('all', 'requests'),
      bytesWithMeeting: most('all', 'bytes'),
      preJoinMs: spread(loads.map(({ ms }) => ms)),
    };
  } finally {
    await browser.close();
    await server.close();
  }
}
