import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { hasFfmpeg, pictureChange, probe, toneChange, tonesAt, wrongIn } from './support/mediaFile.ts';
import { Person } from './support/person.ts';
import { change, people, RecordedMeeting } from './support/recording.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
let viewer: Person;
/** The page at which the recording is managed. */
let at: string;

const tones = [people['Ada Facilitator'].tones, people['Ben Treasurer'].tones] as const;

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  viewer = await Person.at({ browser, origin: server.origin, name: 'Viewer' });
  await viewer.page.goto(server.origin);
  at = await (await RecordedMeeting.make(viewer.page)).putInto(server.folder);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** What the disk has of copies: finished ones, and the folder of one in the making. */
function onDisk(): readonly string[] {
  const names = readdirSync(join(server.folder, 'recordings'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.includes('/copies/') || name.includes('.copying')).toSorted();
}

const pressIn = (name: string) =>
  viewer.page.$$eval(
    '[role="dialog"] button',
    (buttons, wanted) => buttons.find((one) => one.getAttribute('aria-label') === wanted)?.click(),
    name,
  );

async function openSaving(): Promise<void> {
  await viewer.page.goto(server.origin + at);
  await viewer.click('Save');
  await viewer.reads('Made on the server');
}

it('[RK12] the server makes a file when it is asked to, with its progress, and ends when it is cancelled', async () => {
  await openSaving();
  expect(await violations(viewer.page)).toEqual([]);
  await viewer.sees('Make Sound (MP3)', 'button');
  await pressIn('Make Video (MP4)');
  await viewer.page.waitForSelector('[role="dialog"] progress');
  await viewer.sees('Cancel Video (WebM)', 'button');
  expect(await violations(viewer.page)).toEqual([]);
  await pressIn('Cancel Video (WebM)');
  await viewer.sees('Make Video (WebM)', 'button');
  // With what waited for it.
  await viewer.sees('Make Video (MP4)', 'button');
  await expect.poll(onDisk).toEqual([]);
}, 60_000);

it('[RK12] a file is made although the server was killed in the middle', async () => {
  await pressIn('Make Video (MP4)');
  await viewer.page.waitForSelector('[role="dialog"] progress');
  await server.kill();
  await server.launch();
  await viewer.page.waitForSelector('[role="dialog"] a[download$=".mp4"]', { timeout: 150_000 });
  expect(onDisk().map((name) => name.split('/').at(-1))).toEqual(['recording.mp4', 'recording.webm']);
}, 170_000);

/** Gets a copy as a person saves it, and looks at it on the disk. */
async function withCopy(kind: string, look: (path: string) => void): Promise<void> {
  const link = await viewer.page.$eval(`[role="dialog"] a[download$=".${kind}"]`, (one) => one.getAttribute('href'));
  const answer = await fetch(server.origin + link);
  expect(answer.status).toBe(200);
  const folder = await mkdtemp(join(tmpdir(), 'plenum-copy-'));
  try {
    const path = join(folder, 'saved');
    await writeFile(path, Buffer.from(await answer.arrayBuffer()));
    look(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

it.skipIf(!hasFfmpeg)(
  'the files have the right length, the voices at their times, and lips and voice together',
  async () => {
    for (const [kind, codecs] of [
      ['webm', ['opus', 'vp8']],
      ['mp4', ['aac', 'h264']],
    ] as const) {
      await withCopy(kind, (path) => {
        const found = probe(path);
        expect(found.codecs).toEqual(codecs);
        expect(Math.abs(found.seconds - 2 * change)).toBeLessThanOrEqual(0.1);
        expect(wrongIn(path)).toBe('');
        const early = tonesAt(path, 5, tones.flat());
        const late = tonesAt(path, 18, tones.flat());
        for (const [index, level] of early.entries()) {
          const [loud, quiet] = index % 2 === 0 ? [level, late[index]] : [late[index], level];
          expect(loud, `${kind} ${index}`).toBeGreaterThan(20 * (quiet ?? Number.NaN));
        }
        const seen = pictureChange(path, change - 1, change + 1);
        for (const pair of tones) expect(Math.abs(toneChange(path, pair) - seen)).toBeLessThanOrEqual(0.04);
      });
    }
  },
);

it('[RK12] what was made is gone from the disk when it is deleted', async () => {
  await pressIn('Delete Video (WebM)');
  await viewer.sees('Make Video (WebM)', 'button');
  expect(onDisk().map((name) => name.split('/').at(-1))).toEqual(['recording.mp4']);
});

it('[RK10] a person and the chat are taken out with the dialog, after a question', async () => {
  await viewer.page.goto(server.origin + at);
  await viewer.sees('Take out…', 'button');
  const text = () => viewer.page.evaluate(() => document.body.innerText);
  expect(await text()).toContain('Ben Treasurer');
  await viewer.click('Take out…');
  await viewer.click('Ben Treasurer', 'label');
  await viewer.click('The whole chat', 'label');
  expect(await violations(viewer.page)).toEqual([]);
  await viewer.click('Take out for good');
  await viewer.reads('Take this out of the recording?');
  expect(await violations(viewer.page)).toEqual([]);
  await viewer.click('Cancel');
  await viewer.reads('Voice, video, name, messages and drawings');
  await viewer.click('Take out for good');
  await viewer.reads('Take this out of the recording?');
  await viewer.click('Take out for good');
  await viewer.reads('It was taken out of the recording');
  await viewer.sees('Play', 'button');
  const names = readdirSync(join(server.folder, 'recordings'), { recursive: true, withFileTypes: true });
  const kept = names.filter((one) => one.isFile() && !one.parentPath.includes('.copying'));
  const files = kept.map((one) => readFileSync(join(one.parentPath, one.name), 'latin1')).join('\n');
  expect(files).toContain('Ada Facilitator');
  for (const gone of ['Ben Treasurer', 'what the bank says about A']) expect(files, gone).not.toContain(gone);
  expect(onDisk().filter((name) => name.includes('/copies/'))).toEqual([]);
  await expect.poll(text).not.toContain('Ben Treasurer');
}, 40_000);
