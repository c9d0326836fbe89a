import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  const { origin } = server;
  ana = await Person.join({ browser, origin, name: 'Ana' });
  ben = await Person.join({ browser, origin, name: 'Ben', room: ana.room });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const patient = { timeout: 90_000, interval: 250 };

/** Width of the pictures that Ana decodes of Ben now. */
async function width(): Promise<number> {
  return Math.max(0, ...(await ana.received()).filter(({ kind }) => kind === 'video').map((stream) => stream.width));
}

/** Packets of pictures and of sound that reach Ana in a second. */
async function packets(): Promise<{ video: number; audio: number }> {
  const count = async (kind: 'audio' | 'video') =>
    (await ana.received()).filter((stream) => stream.kind === kind).reduce((sum, stream) => sum + stream.packets, 0);
  const before = [await count('video'), await count('audio')] as const;
  // A window to measure in, not a wait for something.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return { video: (await count('video')) - before[0], audio: (await count('audio')) - before[1] };
}

/** Layers of his camera on which Ben's browser sends something within a second. */
async function layersSent(): Promise<number> {
  const bytes = () =>
    ben.page.evaluate(async () => {
      const live = window.peerConnections.filter(({ connectionState }) => connectionState === 'connected');
      const reports = await Promise.all(live.map((connection) => connection.getStats()));
      return reports
        .flatMap((report) => [...report.values()])
        .filter(({ type, kind }) => type === 'outbound-rtp' && kind === 'video')
        .map(({ id, bytesSent }) => [String(id), Number(bytesSent)] as const);
    });
  const before = new Map(await bytes());
  // A window to measure in, not a wait for something.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return (await bytes()).filter(([id, sent]) => sent > (before.get(id) ?? 0)).length;
}

const arrives = async () => (await packets()).video > 0;

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
    await expect.poll(layersSent, patient).toBe(1);
    await ana.page.setViewport({ width: 1440, height: 900 });
    await expect.poll(layersSent, patient).toBeGreaterThan(1);
    await ana.page.setViewport({ width: 390, height: 844 });
    await ana.opens('Chat', 'Your message to everyone');
    await expect.poll(layersSent, patient).toBe(0);
    await ana.click('Close the side panel');
    await expect.poll(layersSent, patient).toBeGreaterThan(0);
    await ana.page.setViewport({ width: 1440, height: 900 });
  });

  it('a tile that is not on the page costs no packets, and is back when it is', async () => {
    await ana.click('Layout: Stage');
    await ana.click('Only what is shown', 'item');
    await ana.reads('Nothing is shown now');
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
    await ben.reads('You are sharing your screen');
    await ana.sees('Screen of Ben');
    await expect.poll(arrives, patient).toBe(true);
    await ben.click('Pause');
    await ana.reads('Sharing is paused. This is the last picture.');
    await expect.poll(async () => (await packets()).video, patient).toBe(0);
    await ben.click('Go on');
    await expect.poll(arrives, patient).toBe(true);
  });

  it('can be looked at more closely', async () => {
    await ana.click('Zoom in');
    await ana.reads('150%');
    await ana.click('Show all of it');
    await ana.reads('100%');
    await ben.click('Stop sharing');
    await ana.page.waitForFunction(() => !document.body.innerText.includes('Screen of Ben'));
  });
});

describe('layouts', () => {
  it('whoever presents gives everyone a layout, and a person takes their own back', async () => {
    await ana.click('Layout: Stage');
    await ana.click('Speaker', 'item');
    await ana.click('Layout: Speaker');
    await ana.click('Give everyone this layout: Speaker', 'item');
    await ben.sees('Layout: Speaker', 'button');
    await ben.click('Keep mine');
    await ben.sees('Layout: Stage', 'button');
  });

  it('nothing has left the origin and no page has failed', () => {
    expect([ana, ben].flatMap(({ strayRequests }) => strayRequests)).toEqual([]);
    expect([ana, ben].flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
