import { launchBrowser } from '@plenum/client/e2e/support/browser';
import { Person } from '@plenum/client/e2e/support/person';
import { ServerProcess } from '@plenum/client/e2e/support/server';
import type { Page } from 'puppeteer';
import { machineCpu } from '../machine.ts';
import { progress } from '../progress.ts';
import { LongRecording } from '../recording/LongRecording.ts';
import { type Options, type Report, round, spread } from '../report.ts';
import { cpuShare, ticksPerSecond, type Usage, usageOf } from '../usage.ts';
import { wait } from '../wait.ts';

/** The promise: 95 of 100 jumps show the pictures of their time within so many ms. */
const seekWithinMs = 300;
/** A jump that shows nothing within this time counts as so long, in ms. */
const longestSeekMs = 8_000;
const restBetweenSeeksMs = 300;
/** The promise: memory at the end is at most so much above the memory at the beginning, as a share. */
const flat = 0.1;
const speed = 3;
/** How many times memory is read while the page plays, the first third of them at the beginning. */
const samples = 12;
/** If other programs take more of a core than this, a failed run proves nothing. */
const othersAllowed = 0.2;

/** One reading of the browser's memory, in MiB, and the time of the recording, in s. */
interface Sample {
  readonly heapMiB: number;
  readonly rssMiB: number;
  readonly at: number;
}

/** Runs in the page: jumps to a share of the time line; returns the ms until all pictures and sounds are at that time. */
async function jump(to: number, longestMs: number): Promise<number> {
  const line = document.querySelector('[role="slider"]');
  if (!line) throw new Error('There is no time line.');
  const box = line.getBoundingClientRect();
  const at = { clientX: box.left + box.width * to, clientY: box.top + box.height / 2 };
  const began = performance.now();
  for (const type of ['pointerdown', 'pointerup']) {
    line.dispatchEvent(
      new PointerEvent(type, { ...at, bubbles: true, pointerId: 1, button: 0, buttons: 1, isPrimary: true }),
    );
  }
  const wanted = to * Number(line.getAttribute('aria-valuemax'));
  for (;;) {
    const media = [...document.querySelectorAll<HTMLMediaElement>('video, audio[data-file]')];
    const passed = performance.now() - began;
    const isThere = ({ seeking, readyState, currentTime }: HTMLMediaElement) =>
      !seeking && readyState >= 2 && Math.abs(currentTime - wanted) < 1.5 + passed / 1_000;
    if (passed > longestMs || (media.length >= 2 && media.every(isThere))) return passed;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/** Runs in the page: the ms from the start of the navigation, once two pictures are there. */
function firstFrame(): number | false {
  const videos = [...document.querySelectorAll('video')];
  return videos.length >= 2 && videos.every(({ readyState }) => readyState >= 2) && performance.now();
}

async function sampleOf(page: Page, browser: number): Promise<Sample> {
  const session = await page.createCDPSession();
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
  const { JSHeapUsedSize = 0 } = await page.metrics();
  const at = await page.$eval('[role="slider"]', (line) => Number(line.getAttribute('aria-valuenow')));
  return { heapMiB: JSHeapUsedSize / 2 ** 20, rssMiB: usageOf(browser).rssKiB / 1_024, at };
}

/** Plays at three times the speed for a while, and reads the memory from time to time. */
async function watch(page: Page, browser: number, minutes: number): Promise<readonly Sample[]> {
  await page.evaluate((keys) => {
    const line = document.querySelector('[role="slider"]');
    for (let key = 0; key < keys; key += 1)
      line?.dispatchEvent(new KeyboardEvent('keydown', { key: '>', bubbles: true }));
  }, 10);
  await page.evaluate(jump, 0.01, longestSeekMs);
  const found: Sample[] = [];
  for (let count = 0; count <= samples; count += 1) {
    if (count > 0) await wait((minutes * 60_000) / samples);
    const sample = await sampleOf(page, browser);
    found.push(sample);
    progress(`${Math.round(sample.at)} s: heap ${round(sample.heapMiB)} MiB, browser ${Math.round(sample.rssMiB)} MiB`);
  }
  return found;
}

/** How much a quantity has grown from the beginning to the end, as a share of the beginning: medians of a third each. */
function growthOf(found: readonly Sample[], of: (sample: Sample) => number): number {
  // Without the first: the page still compiles and fills its buffers.
  const values = found.slice(1).map(of);
  const third = Math.max(1, Math.floor(values.length / 3));
  const begin = spread(values.slice(0, third)).p50;
  return round((spread(values.slice(-third)).p50 - begin) / begin);
}

/** What other programs take of the machine between two readings, in cores. */
function othersShare(before: readonly Usage[], after: readonly Usage[], machine: readonly [number, number]): number {
  const own = after.reduce((sum, usage, index) => sum + cpuShare(before[index] ?? usage, usage), 0);
  const seconds = ((after[0]?.at ?? 0) - (before[0]?.at ?? 0)) / 1_000;
  return Math.max(0, round((machine[1] - machine[0]) / seconds - own));
}

/** A person watches a long recording: jumps anywhere in it, and plays it at three times the speed. */
export async function playback({ numbers }: Options): Promise<Report> {
  const { minutes = 120, seeks = 40, 'watch-minutes': watchMinutes = 20 } = numbers;
  const server = await ServerProcess.start();
  const browser = await launchBrowser();
  try {
    const maker = await Person.at({ browser, origin: server.origin, name: 'Maker' });
    const made = await LongRecording.make(server, maker.page, minutes);
    await maker.page.browserContext().close();
    const { streams, duration } = made.manifest;
    progress(`${streams.length} files, ${Math.round(streams.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6)} MB`);
    const pid = browser.process()?.pid ?? 0;
    // The last one has the others as its children.
    const pids = [server.pid, pid, process.pid];
    const { page, click } = await viewerOf(browser, server.origin);
    const before = pids.map((one) => usageOf(one));
    const busyBefore = machineCpu(ticksPerSecond).busySeconds;
    await page.goto(server.origin + made.path);
    const first = await page.waitForFunction(firstFrame, { timeout: 30_000, polling: 'raf' });
    const firstFrameMs = round(Number(await first.jsonValue()));
    progress(`first pictures after ${Math.round(firstFrameMs)} ms`);
    await click('Play');
    const seekMs: number[] = [];
    for (let count = 0; count < seeks; count += 1) {
      seekMs.push(await page.evaluate(jump, 0.02 + 0.95 * Math.random(), longestSeekMs));
      await wait(restBetweenSeeksMs);
    }
    progress(`jumps: ${JSON.stringify(spread(seekMs))}`);
    const found = await watch(page, pid, watchMinutes);
    const after = pids.map((one) => usageOf(one));
    const othersCpuShare = othersShare(before.slice(-1), after.slice(-1), [
      busyBefore,
      machineCpu(ticksPerSecond).busySeconds,
    ]);
    const played = (found.at(-1)?.at ?? 0) - (found[0]?.at ?? 0);
    const due = Math.min(watchMinutes * 60 * speed, (duration / 1_000) * 0.99);
    const growth = { heap: growthOf(found, (one) => one.heapMiB), rss: growthOf(found, (one) => one.rssMiB) };
    const failures = [
      ...(spread(seekMs).p95 > seekWithinMs ? [`a jump takes ${spread(seekMs).p95} ms`] : []),
      ...(growth.heap > flat || growth.rss > flat ? [`memory grew: ${JSON.stringify(growth)}`] : []),
      ...(played < due * 0.9 ? [`only ${Math.round(played)} of ${Math.round(due)} s were played`] : []),
    ];
    const isDisturbed = failures.length > 0 && othersCpuShare > othersAllowed;
    return {
      scenario: 'playback',
      pass: failures.length === 0,
      ...(isDisturbed && { void: `other programs took ${othersCpuShare} of a core` }),
      participants: new Set(streams.map(({ member }) => member)).size,
      failures,
      minutes,
      files: streams.length,
      megabytes: round(streams.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6),
      logKiB: round(made.logBytes / 1_024),
      firstFrameMs,
      seeks,
      seekMs: spread(seekMs),
      watchMinutes,
      playedSeconds: round(played),
      growth,
      heapMiB: { first: round(found[1]?.heapMiB ?? 0), last: round(found.at(-1)?.heapMiB ?? 0) },
      browserRssMiB: { first: round(found[1]?.rssMiB ?? 0), last: round(found.at(-1)?.rssMiB ?? 0) },
      serverCpuShare: cpuShareOf(before, after, 0),
      browserCpuShare: cpuShareOf(before, after, 1),
      othersCpuShare,
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

async function viewerOf(browser: Awaited<ReturnType<typeof launchBrowser>>, origin: string) {
  const person = await Person.at({ browser, origin, name: 'Viewer' });
  return { page: person.page, click: (name: string) => person.click(name) };
}

function cpuShareOf(before: readonly Usage[], after: readonly Usage[], index: number): number {
  const [from, to] = [before[index], after[index]];
  return from && to ? round(cpuShare(from, to)) : 0;
}
