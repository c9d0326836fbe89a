import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settled, violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { paints } from './support/frames.ts';
import { tabTo } from './support/keyboard.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const sizes = [
  { width: 1440, height: 900 },
  { width: 820, height: 1180 },
  { width: 390, height: 844 },
];

/** Nothing may stick out sideways. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

async function expectClean(person: Person, colours: readonly ('light' | 'dark')[]): Promise<void> {
  await person.page.bringToFront();
  for (const value of colours) {
    await person.page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    await settled(person.page);
    // Asked again for a while: on a busy machine a page may hear of the new colours after we have looked.
    await expect.poll(() => violations(person.page)).toEqual([]);
  }
  expect(await overflow(person.page)).toBe(0);
}

describe.each(sizes)('at $width×$height', (viewport) => {
  it('every page is clean for axe and fits', async () => {
    const { origin } = server;
    const ana = await Person.at({ browser, origin, name: 'Ana', viewport });
    await expectClean(ana, ['light', 'dark']);
    await ana.openRoom();
    await expectClean(ana, ['light', 'dark']);
    await ana.enter();
    const ben = await Person.join({
      browser,
      origin,
      name: 'Benedikt of the very long and noble name, the third',
      room: ana.room,
    });
    await expectClean(ana, ['dark']);
    await ana.says('Look: https://example.org/a/very/long/address/that/does/not/end/soon/and/has/no/blank/to/break/at');
    await ana.reads('does/not/end');
    await expectClean(ana, ['dark']);
    await ben.close();
    await ana.close();
  });

  it('a page that is not there, and a room that is not there, say so', async () => {
    const ana = await Person.at({ browser, origin: server.origin, name: 'Ana', viewport });
    await ana.page.goto(`${server.origin}/nowhere`);
    await ana.reads('Page not found');
    await expectClean(ana, ['light', 'dark']);
    await ana.page.goto(`${server.origin}/r/aaaa-bbbb-cccc-dddd`);
    await ana.reads('We can’t find this room');
    await expectClean(ana, ['light', 'dark']);
    await ana.close();
  });
});

it('colours change at once for people who ask for less motion', async () => {
  const ana = await Person.at({ browser, origin: server.origin, name: 'Ana' });
  const { page } = ana;
  const show = (value: 'light' | 'dark') =>
    page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await show('light');
  const before = await ground();
  const moved = await page.evaluateHandle(() => {
    const properties: string[] = [];
    document.addEventListener('transitionrun', ({ propertyName }) => void properties.push(propertyName));
    return properties;
  });
  await show('dark');
  await expect.poll(ground).not.toBe(before);
  await paints(page, 3);
  expect(await moved.jsonValue()).toEqual([]);
  await ana.close();
});

it('the keyboard alone can open a room, join, mute, chat, share and leave', async () => {
  const { origin } = server;
  const ana = await Person.at({ browser, origin, name: 'Ana' });
  const { page } = ana;
  await page.bringToFront();
  const press = async (name: string) => {
    await tabTo(page, name);
    await page.keyboard.press('Enter');
  };
  await press('Create room');
  await ana.sees('Join meeting', 'button');
  await tabTo(page, 'Your name');
  await page.keyboard.type('Ana');
  await press('Join meeting');
  await ana.sees('Leave', 'button');
  const isAtHeading = () => page.evaluate(() => document.activeElement?.tagName === 'H1');
  await expect.poll(isAtHeading).toBe(true);
  await press('Mute');
  await ana.sees('Unmute', 'button');
  await page.keyboard.press('m');
  await ana.sees('Mute', 'button');
  await press('Share');
  await ana.sees('Stop sharing', 'button');
  await press('Stop sharing');
  await ana.opens('Chat', 'Your message to everyone');
  await tabTo(page, 'Your message to everyone');
  await page.keyboard.type('m is for message, not for mute');
  await page.keyboard.press('Enter');
  await ana.reads('m is for message, not for mute');
  await ana.sees('Mute', 'button');
  await page.keyboard.press('Escape');
  await press('Leave');
  await page.keyboard.press('Enter');
  await ana.reads('You left the meeting');
  await expect.poll(isAtHeading).toBe(true);
  await ana.close();
});

it('somebody without any device can join, see, hear and write', async () => {
  const { origin } = server;
  const ana = await Person.join({ browser, origin, name: 'Ana' });
  const ben = await Person.at({ browser, origin, name: 'Ben' });
  await ben.page.evaluateOnNewDocument(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Requested device not found', 'NotFoundError'));
    navigator.mediaDevices.enumerateDevices = () => Promise.resolve([]);
  });
  await ben.page.goto(origin + ana.room);
  await ben.enter('Join without microphone and camera');
  await ben.says('I can only write');
  await ana.opens('Chat', 'Your message to everyone');
  await ana.reads('I can only write');
  await expect
    .poll(async () => (await ben.received()).some(({ kind, framesDecoded }) => kind === 'video' && framesDecoded > 0))
    .toBe(true);
  await Promise.all([ana.close(), ben.close()]);
});

it('a refused permission is explained, with a way in all the same', async () => {
  const ana = await Person.at({ browser, origin: server.origin, name: 'Ana' });
  await ana.page.evaluateOnNewDocument(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
  });
  await ana.openRoom();
  await ana.page.reload();
  await ana.reads('isn’t allowed to use your camera');
  expect(await violations(ana.page)).toEqual([]);
  await ana.close();
});
