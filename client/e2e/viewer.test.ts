import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';
import { moving, negotiatedSounds, sentLayers, workerPorts } from './support/stats.ts';

let server: ServerProcess;
let browser: Browser;
let ana: Person;
let ben: Person;
let cleo: Person;

beforeAll(async () => {
  // Neighbours in a room are on different workers: everything here holds across them.
  const environment = { PLENUM_WORKER_CONSUMERS: '1' };
  [server, browser] = await Promise.all([ServerProcess.start({ environment }), launchBrowser()]);
  const { origin } = server;
  ana = await Person.join({ browser, origin, smallCamera: false, name: 'Ana' });
  ben = await Person.join({ browser, origin, smallCamera: false, name: 'Ben', room: ana.room });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const patient = { timeout: 90_000, interval: 100 };

/** A window to measure in, not a wait for something: fake microphones beep once a second. */
const window = () => new Promise((resolve) => setTimeout(resolve, 1_200));

/** Width of the pictures that Ana decodes of Ben now. */
async function width(): Promise<number> {
  return Math.max(0, ...(await ana.received()).filter(({ kind }) => kind === 'video').map((stream) => stream.width));
}

/** Packets of pictures and of sound that reach Ana in a window. */
async function packets(): Promise<{ video: number; audio: number }> {
  const count = async (kind: 'audio' | 'video') =>
    (await ana.received()).filter((stream) => stream.kind === kind).reduce((sum, stream) => sum + stream.packets, 0);
  const before = [await count('video'), await count('audio')] as const;
  await window();
  return { video: (await count('video')) - before[0], audio: (await count('audio')) - before[1] };
}

/** Which layers of Ben's camera leave his browser now, the smallest picture first. */
async function sends(): Promise<boolean[]> {
  const before = await sentLayers(ben.page);
  await window();
  return (await sentLayers(ben.page)).map((packets, layer) => packets > (before[layer] ?? 0));
}

/** How many voices reach somebody. */
async function voices(person: Person): Promise<number> {
  const before = await person.received();
  await window();
  return moving(before, await person.received()).audio;
}

const arrives = async () => (await packets()).video > 0;

it('a room is on as many workers as it needs', async () => {
  const ports = async () => (await Promise.all([ana, ben].map(({ page }) => workerPorts(page)))).flat();
  await expect.poll(async () => (await ports()).toSorted((a, b) => a - b), patient).toEqual(server.mediaPorts);
});

describe('audio slots', () => {
  const slots = 3;

  it('each hears the other and not themselves, through as many streams as there are slots', async () => {
    for (const person of [ana, ben]) {
      await expect.poll(() => voices(person), patient).toBe(1);
      expect(await negotiatedSounds(person.page)).toBe(slots);
    }
  });

  it('somebody who joins and talks is heard without a new negotiation of sound', async () => {
    cleo = await Person.join({ browser, origin: server.origin, smallCamera: false, name: 'Cleo', room: ana.room });
    await expect.poll(() => voices(ana), patient).toBe(2);
    await expect.poll(() => voices(cleo), patient).toBe(2);
    await cleo.page.close({ runBeforeUnload: true });
    await expect.poll(() => voices(ana), patient).toBe(1);
    // The closed page's picture is gone as well, although the seat is still kept for a reload.
    await expect.poll(() => ana.page.$$eval('video', (all) => all.length), patient).toBe(2);
    expect(await negotiatedSounds(ana.page)).toBe(slots);
  });
});

describe('video that pays only for what is seen', () => {
  it('a large tile gets a sharper layer than a small one, both ways', async () => {
    await expect.poll(width, patient).toBeGreaterThan(320);
    await ana.page.setViewport({ width: 440, height: 400 });
    await expect.poll(width, patient).toBeLessThanOrEqual(320);
    await ana.page.setViewport({ width: 1440, height: 900 });
    await expect.poll(width, patient).toBeGreaterThan(320);
  });

  it('a layer that nobody watches is not sent, and neither is a camera', async () => {
    await ana.page.setViewport({ width: 440, height: 400 });
    await expect.poll(sends, patient).toEqual([true, false, false]);
    await ana.page.setViewport({ width: 1440, height: 900 });
    await expect.poll(sends, patient).toEqual([true, true, expect.any(Boolean)]);
    await ana.page.setViewport({ width: 390, height: 844 });
    await ana.opens('Chat', 'Your message to everyone');
    await expect.poll(sends, patient).toEqual([false, false, false]);
    await ana.click('Close the side panel');
    await expect.poll(sends, patient).toContain(true);
    await ana.page.setViewport({ width: 1440, height: 900 });
  });

  it('a tile that is not on the page costs no packets, and is back when it is', async () => {
    await ana.click('Layout: Automatic');
    await ana.click('Content only', 'item');
    await ana.reads('Nothing is being shared');
    await expect.poll(packets, patient).toMatchObject({ video: 0, audio: expect.toSatisfy((count) => count > 0) });
    await ana.page.keyboard.press('w');
    await expect.poll(arrives, patient).toBe(true);
  });

  it('a tile under a panel that covers everything costs no packets', async () => {
    await ana.page.setViewport({ width: 390, height: 844 });
    await expect.poll(arrives, patient).toBe(true);
    await ana.opens('Chat', 'Your message to everyone');
    await expect.poll(async () => (await packets()).video, patient).toBe(0);
    await ana.click('Close the side panel');
    await expect.poll(arrives, patient).toBe(true);
    await ana.page.setViewport({ width: 1440, height: 900 });
  });

  it('a camera that I do not want for its data costs no packets', async () => {
    await ana.page.evaluate(() => {
      const kept = JSON.parse(localStorage.getItem('plenum.preferences') ?? '{}');
      localStorage.setItem('plenum.preferences', JSON.stringify({ ...kept, dataSaving: 'sound' }));
    });
    await ana.page.reload();
    await ana.sees('Leave', 'button');
    await expect.poll(packets, patient).toMatchObject({ video: 0, audio: expect.toSatisfy((count) => count > 0) });
  });
});

describe('a shared screen', () => {
  it('can be held back and go on; the others see that, and who shares cannot miss it', async () => {
    await ben.click('Share');
    await ben.reads('You’re sharing your screen');
    await ana.sees('Screen of Ben');
    await expect.poll(arrives, patient).toBe(true);
    await ben.click('Pause');
    await ana.reads('Sharing is paused. This is the last image.');
    await expect.poll(async () => (await packets()).video, patient).toBe(0);
    await ben.click('Resume');
    await expect.poll(arrives, patient).toBe(true);
  });

  it('can be looked at more closely', async () => {
    await ana.click('Zoom in');
    await ana.reads('150%');
    await ana.click('150%, Fit to window');
    await ana.reads('100%');
    await ben.click('Stop sharing');
    await ana.page.waitForFunction(() => !document.body.innerText.includes('Screen of Ben'));
  });
});

describe('layouts', () => {
  it('whoever presents gives everyone a layout, and a person takes their own back', async () => {
    await ana.click('Layout: Automatic');
    await ana.click('Speaker', 'item');
    await ana.click('Layout: Speaker');
    await ana.click('Use this layout for everyone: Speaker', 'item');
    await ben.sees('Layout: Speaker', 'button');
    await ben.click('Keep mine');
    await ben.sees('Layout: Automatic', 'button');
  });

  it('nobody stays as a ghost who has closed the page', async () => {
    await ana.page.waitForFunction(() => !document.body.innerText.includes('Cleo'), { polling: 100 });
  });

  it('nothing has left the origin and no page has failed', () => {
    expect([ana, ben].flatMap(({ strayRequests }) => strayRequests)).toEqual([]);
    expect([ana, ben].flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
