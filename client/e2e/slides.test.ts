import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, ElementHandle } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { writePdf } from './support/pdf.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
let folder: string;
let host: Person;
let ben: Person;

async function enter(name: string, room?: string): Promise<Person> {
  const person = await Person.at({ browser, origin: server.origin, name });
  if (room === undefined) await person.openRoom();
  else await person.page.goto(server.origin + room);
  await person.enter('Join without microphone and camera');
  return person;
}

/** Chooses a file as the dialog of the system would. */
async function brings(person: Person, path: string): Promise<void> {
  const field = (await person.page.waitForSelector('input[type="file"]')) as ElementHandle<HTMLInputElement> | null;
  await field?.uploadFile(path);
}

/** How many different colours the sharpest picture of the page has: a page that was not painted has one. */
function colours({ page }: Person): Promise<number> {
  return page.evaluate(() => {
    const canvas = [...document.querySelectorAll<HTMLCanvasElement>('section canvas')].at(-1);
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const seen = new Set<number>();
    for (let at = 0; at < data.length; at += 4 * 97) {
      seen.add(((data[at] ?? 0) << 16) + ((data[at + 1] ?? 0) << 8) + (data[at + 2] ?? 0));
    }
    return seen.size;
  });
}

async function seesPainted(person: Person): Promise<void> {
  await expect.poll(() => colours(person), { timeout: 60_000 }).toBeGreaterThan(2);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-slides-'));
  await writePdf(join(folder, 'Roof report.pdf'), [
    { shape: 'screen', lines: ['The roof of our house', 'Report of the building group'] },
    { shape: 'high', lines: ['What it costs', '84,000 euros'] },
    { shape: 'screen', lines: ['Which roof shall we choose?', 'A. Green roof', 'B. Solar roof', 'C. Repair only'] },
  ]);
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  host = await enter('Ana');
  ben = await enter('Ben', host.room);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('slides', () => {
  it('a real PDF is uploaded with the window of presentations and shown to everybody', async () => {
    await host.click('Slides');
    await brings(host, join(folder, 'Roof report.pdf'));
    await host.reads('Ready');
    expect(await violations(host.page)).toEqual([]);
    await host.click('Close');
    for (const person of [host, ben]) {
      await person.sees('Roof report, page 1 of 3');
      await seesPainted(person);
    }
  });

  it('pages are turned for all', async () => {
    await host.click('Next page');
    await ben.sees('Roof report, page 2 of 3');
    await host.page.focus('section[aria-label^="Roof report"]');
    await host.page.keyboard.press('PageDown');
    await ben.sees('Roof report, page 3 of 3');
    await seesPainted(ben);
  });
});
