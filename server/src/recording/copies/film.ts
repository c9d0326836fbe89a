import { mkdir, open } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { askerOf } from './ask.ts';
import { type Answered, type Asked, Browser } from './Browser.ts';
import { CopyFailed } from './CopyFailed.ts';
import type { Courtesy } from './Courtesy.ts';

interface FilmOptions {
  /** The path of Chromium. */
  readonly chromium: string;
  /** An empty folder of its own. */
  readonly folder: string;
  readonly recording: string;
  /** Opens this recording to the page. */
  readonly ticket: string;
  /** The length of the recording, in ms. */
  readonly duration: number;
  /** The server's own handler of requests. */
  readonly requests: RequestListener;
  readonly courtesy: Courtesy;
  readonly signal: AbortSignal;
  /** Called with the part that is done, from 0 to 1. */
  readonly onShare: (share: number) => Promise<void>;
}

/** The browser trusts pages of this origin with all that it can do; no request to it leaves the process. */
const origin = 'http://localhost';
/** How long the page may take to be there, and for each step, in ms. */
const patienceMs = 120_000;
const lookMs = 200;
/** The longest time that a browser lives, pauses included, in ms. */
const longestMs = 48 * 3_600_000;

/** A file of the built client: no part of its path begins with a dot. */
const builtPath = /^(?:\/[\w-][\w.-]*)+$/;

/** What the page has done since it was asked last. */
const Step = z.object({
  writes: z.array(z.object({ at: z.int().check(z.minimum(0)), data: z.base64() })),
  share: z.number().check(z.minimum(0), z.maximum(1)),
  isDone: z.boolean(),
});

/** How long the work may take without its pauses, in ms. */
function mostWork(duration: number): number {
  return 10 * 60_000 + 15 * duration;
}

/** The bytes of a film at most: 2.5 times those of its bit rates. */
function mostBytes(duration: number): number {
  return 16 * 1024 ** 2 + 400 * duration;
}

/**
 * Makes the WebM of a recording: the page of the recording composes it in Chromium, as in the browser of a person, and this
 * process asks for it step by step. @returns the path of the file
 * @throws CopyFailed; the reason of the signal
 */
export async function makeFilm(options: FilmOptions): Promise<string> {
  const { chromium, folder, recording, ticket, duration, requests, courtesy, signal, onShare } = options;
  const profile = join(folder, 'profile');
  await mkdir(profile, { mode: 0o700 });
  const ask = askerOf(requests);
  const path = join(folder, 'film.webm');
  const file = await open(path, 'wx', 0o600);
  const within = <T>(work: Promise<T>) => withinTime(work, courtesy, signal);
  const over = new AbortController();
  const launch = Browser.launch({
    program: chromium,
    folder: profile,
    milliseconds: longestMs,
    signal: AbortSignal.any([signal, over.signal]),
    answer: (asked) => answerTo(asked, { recording, ticket, ask }),
  });
  try {
    const browser = await within(launch);
    await within(browser.open(`${origin}/recordings/${recording}/film?key=${ticket}`));
    await within(whenThere(browser, courtesy, signal));
    let spent = 0;
    for (;;) {
      const began = performance.now();
      const { writes, share, isDone } = Step.parse(await within(browser.evaluate('plenumFilm.next()')));
      for (const { at, data } of writes) {
        const bytes = Buffer.from(data, 'base64');
        if (at + bytes.length > mostBytes(duration)) throw new CopyFailed('fault', 'The film is too large.');
        await file.write(bytes, 0, bytes.length, at);
      }
      await onShare(share);
      if (isDone) break;
      const took = performance.now() - began;
      spent += took;
      if (spent > mostWork(duration)) throw new CopyFailed('time', 'The film took too long.');
      await courtesy.turn(took, signal);
    }
    await file.sync();
    return path;
  } finally {
    await file.close();
    over.abort();
    await launch.then(({ ended }) => ended).catch(() => undefined);
  }
}

/** Resolves when the page can be asked for steps. */
async function whenThere(browser: Browser, courtesy: Courtesy, signal: AbortSignal): Promise<void> {
  while (!(await browser.evaluate('"plenumFilm" in globalThis'))) await courtesy.pause(lookMs, signal);
}

async function withinTime<T>(work: Promise<T>, courtesy: Courtesy, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const late = courtesy.pause(patienceMs, AbortSignal.any([signal, over.signal])).then(() => {
    throw new CopyFailed('time', 'The page did not answer in time.');
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    late.catch(() => undefined);
  }
}

interface Door {
  readonly recording: string;
  readonly ticket: string;
  readonly ask: (asked: Asked) => Promise<Answered>;
}

/** Lets the page read this recording and the files of the client, and nothing else. @throws Error for everything else */
export function answerTo(asked: Asked, { recording, ticket, ask }: Door): Promise<Answered> {
  const { method, url } = asked;
  const { pathname } = url;
  const page = `/recordings/${recording}`;
  const isRecording = pathname === `/api${page}` || pathname.startsWith(`/api${page}/`);
  const isPage = pathname === `${page}/film` || (!pathname.startsWith('/api') && builtPath.test(pathname));
  if (method !== 'GET' || url.origin !== origin || !(isPage || isRecording)) throw new Error('Not for this page.');
  if (isRecording && url.searchParams.get('key') !== ticket) throw new Error('Not without the ticket.');
  return ask(asked);
}
