import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { hasFfmpeg, pictureChange, probe, toneChange, tonesAt } from './support/mediaFile.ts';
import { Person } from './support/person.ts';
import { inkOn, secondOf, shows, tonesIn } from './support/player.ts';
import { change, people, RecordedMeeting, recordingId } from './support/recording.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
let viewer: Person;
let meeting: RecordedMeeting;
/** Requests that would write, and lines that would be opened. */
const refused: string[] = [];

const [ada, ben] = [people['Ada Facilitator'], people['Ben Treasurer']];

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  viewer = await Person.at({ browser, origin: server.origin, name: 'Viewer' });
  await viewer.page.goto(server.origin);
  meeting = await RecordedMeeting.make(viewer.page);
  await meeting.serveTo(viewer.page);
  viewer.page.on('request', (request) => {
    if (request.url().includes('/socket.io') || request.url().includes('/media')) refused.push(request.url());
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const clean = async () => expect(await violations(viewer.page)).toEqual([]);

const second = () => secondOf(viewer);

/** Goes to a second with the keys, from the beginning in steps of five. */
async function goTo(fives: number): Promise<void> {
  await viewer.page.focus('[role="slider"]');
  await viewer.page.keyboard.press('Home');
  for (let step = 0; step < fives; step += 1) await viewer.page.keyboard.press('ArrowRight');
  await expect.poll(second).toBe(fives * 5);
}

const tones = () => tonesIn(viewer);
const ink = () => inkOn(viewer);

const near = (hertz: readonly number[]) => hertz.map((one) => expect.closeTo(one, -1.6));

it('opens at the moment of the link, as the meeting was then', async () => {
  await viewer.page.goto(`${server.origin}/recordings/${recordingId}?t=8`);
  await viewer.sees('Play', 'button');
  await expect.poll(second).toBe(8);
  await viewer.sees('Roof, page 2 of 2');
  await viewer.reads('Cyn Guest');
  await expect.poll(() => shows(viewer, [ada.colours[0], ben.colours[0]])).toBe(true);
  await clean();
});

it('plays the right tone and picture at the right second, and lips with the voice', async () => {
  await goTo(1);
  await viewer.click('Play');
  await expect.poll(tones).toEqual(near([ada.tones[0], ben.tones[0]]));
  expect(await shows(viewer, [ada.colours[0], ben.colours[0]])).toBe(true);
  const skew = () =>
    viewer.page.evaluate(() => {
      const times = [...document.querySelectorAll<HTMLMediaElement>('audio, video')].map((one) => one.currentTime);
      return Math.max(...times) - Math.min(...times);
    });
  await expect.poll(skew).toBeLessThan(0.04);
  await goTo(3);
  expect(change).toBeLessThan(15);
  await expect.poll(tones).toEqual(near([ada.tones[1], ben.tones[1]]));
  await expect.poll(() => shows(viewer, [ada.colours[1], ben.colours[1]])).toBe(true);
  await viewer.click('Pause');
});

it('keeps the pitch at half and at three times the speed', async () => {
  const speeds = ['1×', '0.5×', '3×', '1×'];
  for (const [index, speed] of speeds.slice(1).entries()) {
    await goTo(0);
    await viewer.click(`Speed: ${speeds[index]}`);
    await viewer.click(speed, 'item');
    await viewer.click('Play');
    await expect.poll(tones).toEqual(near([ada.tones[0], ben.tones[0]]));
    await viewer.click('Pause');
  }
});

it('draws strokes as they were made, also after a jump into one', async () => {
  await goTo(1);
  await expect.poll(ink).toBe(0);
  await goTo(4);
  await expect.poll(ink).toBeGreaterThan(1_000);
  const whole = await ink();
  await goTo(1);
  await expect.poll(ink).toBe(0);
  await viewer.click('Play');
  const seen = new Set<number>();
  await expect
    .poll(async () => {
      seen.add(await ink());
      return second();
    })
    .toBeGreaterThan(10);
  await viewer.click('Pause');
  // Nothing, several parts of the stroke, and later all of it.
  expect([...seen].filter((one) => one > 0 && one < whole).length).toBeGreaterThan(2);
}, 40_000);

it('finds words in slides and chat, and goes to their time', async () => {
  await viewer.type('Search slides, chat, names…', 'shall we choose');
  await viewer.click('Which roof shall we choose?');
  await expect.poll(second).toBe(5);
  await viewer.type('Search slides, chat, names…', 'bank says');
  await viewer.reads('1 place');
  await clean();
  await viewer.click('Do we know what the bank says about A?');
  await expect.poll(second).toBe(12);
  await viewer.reads('Do we know what the bank says about A?');
  expect(await viewer.page.$('[role="log"] ~ * textarea')).toBeNull();
  await clean();
});

it('has polls, hands and people at their time', async () => {
  await goTo(4);
  await viewer.click('Polls', 'tab');
  await viewer.reads('Solar roof?');
  await clean();
  await viewer.click('People', 'tab');
  await viewer.reads('3 people');
  await clean();
  await goTo(0);
  await viewer.reads('2 people');
  await viewer.click('Polls', 'tab');
  await viewer.reads('No polls');
});

it('marks what is to be cut, plays what is left, and asks before it cuts', async () => {
  await viewer.click('Trim…');
  await goTo(2);
  await viewer.click('Cut all before here');
  await viewer.reads('14 seconds are left.');
  await viewer.page.keyboard.press('Home');
  await clean();
  await viewer.page.focus('[role="slider"]');
  await viewer.page.keyboard.press('Home');
  await viewer.click('Play');
  await expect.poll(second).toBeGreaterThanOrEqual(10);
  await viewer.click('Pause');
  await viewer.click('Cut for good');
  await viewer.reads('Cut out 10 seconds?');
  expect(meeting.changes).toEqual([]);
  await viewer.page.$$eval('[role="alertdialog"] button', (buttons) => buttons.at(-1)?.click());
  await expect.poll(() => meeting.changes).toHaveLength(1);
  expect(JSON.parse(meeting.changes[0]?.body ?? '')).toEqual({
    cuts: [{ from: 0, until: 10_000 }],
    duration: meeting.manifest.duration,
    confirm: true,
  });
});

/** Keeps the next file that the page saves, in place of the browser's own saving. */
const catchSaved = () =>
  viewer.page.evaluate(() => {
    const urlOf = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (one) => {
      if (one instanceof Blob) Object.assign(window, { made: one });
      return urlOf(one);
    };
    HTMLAnchorElement.prototype.click = function save() {
      document.body.dataset['saved'] = this.download;
    };
  });

/** Waits until the page saves a file of this name, and looks at it on the disk. */
async function withSaved(name: string, timeout: number, look: (path: string) => void): Promise<void> {
  const saved = () => viewer.page.evaluate(() => document.body.dataset['saved']);
  await expect.poll(saved, { timeout, interval: 200 }).toBe(name);
  const base64 = await viewer.page.evaluate(async () => {
    const { made } = window as unknown as { readonly made: Blob };
    const bytes = new Uint8Array(await made.arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 4_096) text += String.fromCharCode(...bytes.subarray(at, at + 4_096));
    return btoa(text);
  });
  const folder = await mkdtemp(join(tmpdir(), 'plenum-film-'));
  try {
    const path = join(folder, 'saved');
    await writeFile(path, Buffer.from(base64, 'base64'));
    look(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Expects the whole recording in a file, and both voices at their times. */
function expectVoices(path: string, codecs: readonly string[]): void {
  const found = probe(path);
  expect(found.codecs).toEqual(codecs);
  expect(Math.abs(found.seconds - 2 * change)).toBeLessThanOrEqual(0.1);
  const all = [...ada.tones, ...ben.tones];
  for (const [at, on] of [
    [5, [0, 2]],
    [18, [1, 3]],
  ] as const) {
    const levels = tonesAt(path, at, all);
    const quiet = levels.filter((_, index) => index !== on[0] && index !== on[1]);
    for (const index of on) expect(levels[index]).toBeGreaterThan(20 * Math.max(...quiet));
  }
  for (const { tones: pair } of [ada, ben]) expect(Math.abs(toneChange(path, pair) - change)).toBeLessThanOrEqual(0.04);
}

it.skipIf(!hasFfmpeg)(
  'makes one file of the sound in the browser, of the right length, with the voices at their times',
  async () => {
    await catchSaved();
    await viewer.click('Save');
    await viewer.reads('Only the sound');
    await clean();
    await viewer.page.$$eval('[role="dialog"] button', (buttons) =>
      buttons.find((button) => button.textContent?.includes('Only the sound'))?.click(),
    );
    await withSaved('Weekly assembly.ogg', 20_000, (path) => expectVoices(path, ['opus']));
  },
  60_000,
);

it.skipIf(!hasFfmpeg)(
  'makes one file of pictures and sound, of the right length, with lips and voice together',
  async () => {
    // The dialog of the sound, and its list.
    await viewer.page.keyboard.press('Escape');
    await viewer.page.keyboard.press('Escape');
    await viewer.click('Save');
    await viewer.page.waitForSelector('[role="dialog"] li button');
    await viewer.page.$eval('[role="dialog"] li button', (button) => button.click());
    await withSaved('Weekly assembly.webm', 150_000, (path) => {
      expectVoices(path, ['opus', 'vp8']);
      const seen = pictureChange(path, change - 1, change + 1);
      expect(Math.abs(toneChange(path, ada.tones) - seen)).toBeLessThanOrEqual(0.04);
    });
  },
  200_000,
);

it('opened no line and asked the server to change nothing else', () => {
  expect(refused).toEqual([]);
  expect(meeting.changes).toHaveLength(1);
});
