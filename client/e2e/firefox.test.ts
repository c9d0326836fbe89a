import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawTo, letEverybodyDraw, lift, painted, press, seesShapes } from './support/board.ts';
import { launchBrowser, launchFirefox } from './support/browser.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';
import { moving } from './support/stats.ts';

let server: ServerProcess;
let browsers: Browser[] = [];
let ana: Person;
let fox: Person;

beforeAll(async () => {
  server = await ServerProcess.start();
  browsers = await Promise.all([launchBrowser(), launchFirefox()]);
  const [chromium, firefox] = browsers;
  if (!chromium || !firefox) throw new Error('A browser is missing.');
  const { origin } = server;
  ana = await Person.join({ origin, browser: chromium, name: 'Ana' });
  fox = await Person.at({ origin, browser: firefox, name: 'Felix' });
  await fox.page.goto(server.origin + ana.room);
});

afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await server?.close();
});

const patient = { timeout: 90_000, interval: 500 };

/** Pictures that are decoded and sounds that are heard in both browsers in a window: nothing is awaited here. */
async function gains(): Promise<{ video: number; audio: number }[]> {
  const people = [ana, fox];
  const before = await Promise.all(people.map((person) => person.received()));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const now = await Promise.all(people.map((person) => person.received()));
  return now.map((streams, index) => moving(before[index] ?? [], streams));
}

/** Waits until a picture has been painted in so many ways: 1 is a picture, more is one that moves. */
async function seesPictures(person: Person, selector: string, count: 1 | 3): Promise<void> {
  const seen = new Set<string>();
  const look = async () => {
    const picture = await person.page.evaluate((place) => {
      const found = document.querySelector(place);
      const video = found instanceof HTMLVideoElement ? found : found?.querySelector('video');
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [64, 36];
      if (!video || video.videoWidth === 0) return '';
      canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL();
    }, selector);
    if (picture !== '') seen.add(picture);
    return seen.size;
  };
  await expect.poll(look, patient).toBeGreaterThanOrEqual(count);
}

const theirCamera = 'video:not([class*="-scale-x-100"])';

describe('before the door, in Firefox', () => {
  it('the lists name the devices, the bar shows the microphone, and the camera moves', async () => {
    await fox.sees('Join meeting', 'button');
    await seesPictures(fox, 'video', 3);
    await fox.click('Devices are working');
    await fox.reads('Default Audio Device');
    await fox.reads('Default Video Device');
    // With a speaker its name, without one "The system's speaker".
    expect(await fox.page.evaluate(() => document.body.innerText)).not.toContain('None found');
    await fox.page.waitForFunction(() => Number(document.querySelector('meter')?.getAttribute('value')) > 20);
  });

  it('the bar is empty while the microphone is off', async () => {
    await fox.click('Mute');
    await fox.page.waitForFunction(() => document.querySelector('meter')?.getAttribute('value') === '0');
    await fox.click('Unmute');
    await fox.page.waitForFunction(() => Number(document.querySelector('meter')?.getAttribute('value')) > 20);
  });
});

describe('Chromium and Firefox in one meeting', () => {
  it('see and hear each other', async () => {
    await fox.enter();
    const both = { video: 1, audio: 1 };
    await expect.poll(gains, patient).toEqual([both, both]);
    await seesPictures(ana, theirCamera, 3);
    await seesPictures(fox, theirCamera, 3);
  });

  it('share a screen each way', async () => {
    for (const [person, other] of [
      [ana, fox],
      [fox, ana],
    ] as const) {
      await person.click('Share');
      await other.sees(`Screen of ${person.name}`);
      // The empty screen of a Chromium without a window stands still.
      await seesPictures(other, `[aria-label="Screen of ${person.name}"]`, person === fox ? 3 : 1);
      await expect.poll(async () => (await gains())[other === ana ? 0 : 1]?.video, patient).toBe(2);
      await person.click('Stop sharing');
      await expect.poll(async () => (await gains())[other === ana ? 0 : 1]?.video, patient).toBe(1);
    }
  });

  it('chat', async () => {
    await ana.says('Hello Firefox');
    await fox.opens('Chat', 'Your message to everyone');
    await fox.reads('Hello Firefox');
    await fox.says('Hello Chromium');
    await ana.reads('Hello Chromium');
  });

  it('vote in a poll', async () => {
    await fox.panel('Polls');
    await ana.panel('Polls');
    await ana.click('New poll');
    await ana.click('Paste text', 'summary');
    await ana.type('Text with a question and its options', 'Is this a fox?\nYes / No');
    await ana.click('Fill in the form');
    await ana.click('Open poll');
    for (const [person, answer] of [
      [ana, 'No'],
      [fox, 'Yes'],
    ] as const) {
      await person.click(answer, 'label');
      await person.click('Vote');
    }
    for (const person of [ana, fox]) await person.reads('2 of 2 voted');
  });

  it('draw on one board', async () => {
    await ana.click('Slides');
    await ana.click('New whiteboard');
    await ana.page.keyboard.press('Escape');
    await letEverybodyDraw(ana);
    await fox.sees('Pen', 'button');
    for (const [person, height] of [
      [ana, 0.3],
      [fox, 0.6],
    ] as const) {
      await person.click('Pen');
      await press(person, [0.2, height]);
      await drawTo(person, [0.6, height], 6);
      await lift(person);
    }
    for (const person of [ana, fox]) {
      await seesShapes(person, 2);
      expect(await painted(person)).toMatch(/^\d+x\d+ /);
    }
  });

  it('nothing has left the origin, and no page has failed', () => {
    expect([ana, fox].flatMap(({ strayRequests }) => strayRequests)).toEqual([]);
    expect([ana, fox].flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
