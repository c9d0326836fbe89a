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

beforeAll(async () => {
  // Neighbours in a room are on different workers: everything here holds across them.
  const environment = { PLENUM_WORKER_CONSUMERS: '1' };
  [server, browser] = await Promise.all([ServerProcess.start({ environment }), launchBrowser()]);
  const { origin } = server;
  ana = await Person.join({ browser, origin, name: 'Ana' });
  ben = await Person.join({ browser, origin, name: 'Ben', room: ana.room });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const patient = { timeout: 60_000, interval: 100 };
const audioSlots = 3;

/** A window to measure in, not a wait for something: fake microphones beep once a second. */
const window = () => new Promise((resolve) => setTimeout(resolve, 1_500));

async function voices(person: Person): Promise<number> {
  const before = await person.received();
  await window();
  return moving(before, await person.received()).audio;
}

/** Which layers of Ben's camera leave his browser now, the smallest picture first. */
async function sends(): Promise<boolean[]> {
  const before = await sentLayers(ben.page);
  await window();
  const now = await sentLayers(ben.page);
  return now.map((packets, layer) => packets > (before[layer] ?? 0));
}

/** How wide the largest picture is that Ana receives. */
async function width(): Promise<number> {
  return Math.max(0, ...(await ana.received()).map((stream) => stream.width));
}

it('a room is on as many workers as it needs', async () => {
  const ports = async () => (await Promise.all([ana, ben].map(({ page }) => workerPorts(page)))).flat();
  await expect.poll(async () => (await ports()).toSorted((a, b) => a - b), patient).toEqual(server.mediaPorts);
});

describe('audio slots', () => {
  it('each hears the other and not themselves, through as many streams as there are slots', async () => {
    for (const person of [ana, ben]) {
      await expect.poll(() => voices(person), patient).toBe(1);
      expect(await negotiatedSounds(person.page)).toBe(audioSlots);
    }
  });

  it('somebody who joins and talks is heard without a new negotiation of sound', async () => {
    const cleo = await Person.join({ browser, origin: server.origin, name: 'Cleo', room: ana.room });
    await expect.poll(() => voices(ana), patient).toBe(2);
    await expect.poll(() => voices(cleo), patient).toBe(2);
    await cleo.close();
    await expect.poll(() => voices(ana), patient).toBe(1);
    expect(await negotiatedSounds(ana.page)).toBe(audioSlots);
  });
});

describe('what nobody watches', () => {
  it('is not encoded: the layers above the largest tile, and all of them when there is no tile', async () => {
    await expect.poll(sends, patient).toEqual([true, true, true]);
    const large = await width();
    await ana.page.setViewport({ width: 440, height: 400 });
    await expect.poll(sends, patient).toEqual([true, false, false]);
    await expect.poll(width, patient).toBeLessThan(large);
    const small = await width();
    await ana.page.setViewport({ width: 1440, height: 900 });
    await expect.poll(sends, patient).toEqual([true, true, true]);
    await expect.poll(width, patient).toBeGreaterThan(small);
    await ana.click('Layout: Stage');
    await ana.click('Only what is shown', 'item');
    await expect.poll(sends, patient).toEqual([false, false, false]);
    await ana.page.keyboard.press('w');
    await expect.poll(sends, patient).toEqual([true, true, true]);
    const before = await ana.received();
    await expect.poll(async () => moving(before, await ana.received()).video, patient).toBe(1);
  });
});

it('no page has failed', () => {
  for (const { complaints } of [ana, ben]) expect(complaints).toEqual([]);
});
