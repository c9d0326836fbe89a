import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { Person } from './support/person.ts';
import { moving } from './support/stats.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  [server, browser] = await Promise.all([
    ServerProcess.start(),
    launchBrowser('--use-fake-device-for-media-stream=device-count=3,fps=10'),
  ]);
  const { origin } = server;
  ana = await Person.join({ browser, origin, smallCamera: false, name: 'Ana' });
  ben = await Person.join({ browser, origin, smallCamera: false, name: 'Ben', room: ana.room });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const patient = { timeout: 120_000, interval: 500 };

/** Red, green and blue near a corner of the picture that Ben sees of Ana. */
function corner(): Promise<number[]> {
  return ben.page.evaluate(() => {
    const theirs = [...document.querySelectorAll('video')].find((video) => !video.className.includes('-scale-x-100'));
    if (!theirs || theirs.videoWidth === 0) return [];
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    canvas.width = canvas.height = 1;
    context?.drawImage(theirs, theirs.videoWidth * 0.3, theirs.videoHeight * 0.9, 1, 1, 0, 0, 1, 1);
    return [...(context?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3);
  });
}

/** How many times more green than red: the fake camera is green, a wall of sand is not. */
async function greenness(): Promise<number> {
  const [red = 0, green = 0] = await corner();
  return green / Math.max(red, 1);
}

async function energy(): Promise<number> {
  return Math.max(0, ...(await ben.received()).map(({ audioEnergy }) => audioEnergy));
}

/** How many pictures Ben is shown that move. */
async function pictures(): Promise<number> {
  const before = await ben.received();
  // A window to measure in, not a wait for something.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return moving(before, await ben.received()).video;
}

describe('what others see and hear of me', () => {
  it('a wall takes the place of what is behind me, and goes again', async () => {
    await expect.poll(greenness, patient).toBeGreaterThan(2);
    await ana.click('Choose a camera');
    await ana.click('Sand', 'item');
    await expect.poll(async () => (await corner()).length === 3 && (await greenness()) < 1.3, patient).toBe(true);
    await ana.click('Choose a camera');
    await ana.click('None', 'item');
    await expect.poll(greenness, patient).toBeGreaterThan(2);
  });

  it('noise is reduced on this computer, and what is left is heard', async () => {
    await ana.click('Choose a microphone');
    await ana.click('Strong', 'item');
    await ana.page.waitForFunction(
      () => performance.getEntriesByType('resource').some(({ name }) => /rnnoise.*\.wasm/.test(name)),
      { polling: 200 },
    );
    const before = await energy();
    await expect.poll(energy, patient).toBeGreaterThan(before);
  });

  it('a second camera has a tile and moves; it is stopped alone', async () => {
    await ana.click('Choose a camera');
    await ana.click('Add fake_device_2', 'item');
    await ben.reads('Ana, camera 2');
    await expect.poll(pictures, patient).toBe(2);
    await ana.click('Choose a camera');
    await ana.click('Stop camera 2', 'item');
    await ben.page.waitForFunction(() => !document.body.innerText.includes('camera 2'), { polling: 200 });
    await expect.poll(pictures, patient).toBe(1);
  });

  it('a camera as content stands on the stage, and says so to whoever shows it', async () => {
    await ana.click('What you share');
    await ana.click('fake_device_2', 'item');
    await ben.sees('Ana’s shared camera');
    await expect.poll(pictures, patient).toBe(2);
    await ana.reads('You’re sharing a camera with everyone');
    await ana.click('Stop sharing the camera');
    await expect.poll(() => ben.page.$('[aria-label="Ana’s shared camera"]'), patient).toBeNull();
  });

  it('nothing has left the origin, nothing was refused, and no page has failed', () => {
    expect([ana, ben].flatMap(({ strayRequests }) => strayRequests)).toEqual([]);
    expect([ana, ben].flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
