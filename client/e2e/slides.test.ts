import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import type { Browser, ElementHandle } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isNamed } from './support/named.ts';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { writePdf, writePicture } from './support/pdf.ts';
import { colours } from './support/colours.ts';
import { viewOf } from './support/board.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
let folder: string;
let host: Person;
let ben: Person;
const refusedByPolicy: string[] = [];

async function enter(name: string, room?: string): Promise<Person> {
  const person = await Person.at({ browser, origin: server.origin, name });
  if (room === undefined) await person.openRoom();
  else await person.page.goto(server.origin + room);
  await person.enter('Join without microphone and camera');
  return person;
}

/** Waits until somebody sees the part of the page that the host has zoomed to. */
async function looksWithHost(person: Person): Promise<void> {
  const views = async () => [...new Set(await Promise.all([host, person].map(viewOf)))];
  await expect.poll(views).toEqual([expect.not.stringMatching(/^0,0,1920,1080$/)]);
}

/** Chooses a file as the dialog of the system would. */
async function brings(person: Person, path: string): Promise<void> {
  const field = (await person.page.waitForSelector(
    '[role="dialog"] input[type="file"]',
  )) as ElementHandle<HTMLInputElement> | null;
  await field?.uploadFile(path);
}

/** A stroke across the page. */
async function draws({ page }: Person): Promise<void> {
  const box = await (await page.waitForSelector('[role="application"]'))?.boundingBox();
  if (!box) throw new Error('There is no board.');
  const at = (x: number, y: number): [number, number] => [box.x + box.width * x, box.y + box.height * y];
  await page.mouse.move(...at(0.5, 0.3));
  await page.mouse.down();
  for (const [x, y] of [
    [0.6, 0.5],
    [0.7, 0.3],
    [0.8, 0.5],
  ] as const) {
    await page.mouse.move(...at(x, y), { steps: 6 });
  }
  await page.mouse.up();
}

/** Has the browser save without asking. */
async function savesTo({ page }: Person, downloadPath: string): Promise<void> {
  const session = await page.createCDPSession();
  const browserContextId = page.browserContext().id ?? '';
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', browserContextId, downloadPath });
}

/** What the browser has saved under this name, once it is whole. */
async function savedAs(name: string): Promise<Buffer> {
  await expect.poll(() => readdir(join(folder, 'saved'))).toContain(name);
  return readFile(join(folder, 'saved', name));
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
  await writeFile(join(folder, 'broken.pdf'), '%PDF-1.7 and no more');
  await writeFile(join(folder, 'program.exe'), 'MZ');
  await writePicture(join(folder, 'house.png'));
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  host = await enter('Ana');
  ben = await enter('Ben', host.room);
  await mkdir(join(folder, 'saved'));
  await savesTo(host, join(folder, 'saved'));
  for (const { page } of [host, ben]) {
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) refusedByPolicy.push(message.text());
    });
  }
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

  it('[SL2] pages are turned for all, by button and by key', async () => {
    await host.click('Next page');
    await ben.sees('Roof report, page 2 of 3');
    await host.page.focus('section[aria-label^="Roof report"]');
    await host.page.keyboard.press('PageDown');
    await ben.sees('Roof report, page 3 of 3');
    await seesPainted(ben);
  });

  it('[SL4] where the presenter looks is where all look, those too who come late', async () => {
    await host.click('Zoom in');
    await host.click('Zoom in');
    await looksWithHost(ben);
    const late = await enter('Late', host.room);
    await late.sees('Roof report, page 3 of 3');
    await looksWithHost(late);
    await seesPainted(late);
    await late.click('Leave');
    await late.reads('You left the meeting');
    await late.close();
  });

  it('[SL13] who looks elsewhere is left alone there, and comes back', async () => {
    await ben.click('Previous page');
    await ben.sees('Roof report, page 2 of 3');
    await host.click('3 / 3: show all pages');
    await host.click('Page 1');
    await host.sees('Roof report, page 1 of 3');
    await ben.sees('Roof report, page 2 of 3');
    await ben.click('Follow the presenter');
    await ben.sees('Roof report, page 1 of 3');
    await host.click('1 / 3: show all pages');
  });

  it('[SL9] a restart of the server and a reload come back to the page that is on', async () => {
    await host.click('Next page');
    await ben.sees('Roof report, page 2 of 3');
    await server.kill();
    await server.launch();
    await ben.page.reload();
    await ben.sees('Roof report, page 2 of 3');
    await seesPainted(ben);
    await host.page.waitForFunction(() => !document.body.innerText.includes('Reconnecting'));
  });

  it('[SL14] the words of a page are there to be listened to, and its question to be asked', async () => {
    await host.click('Next page');
    await ben.page.waitForFunction(
      () => document.querySelector('[aria-label="Text of this page"]')?.textContent?.includes('B. Solar roof'),
      { polling: 100 },
    );
    expect(await isNamed(ben.page, 'button', 'Poll on this page')).toBe(false);
    await host.click('Poll on this page');
    await host.click('Start this poll', 'item');
    await ben.reads('New poll: Which roof shall we choose?');
    await ben.panel('Polls');
    for (const option of ['Green roof', 'Solar roof', 'Repair only']) await ben.reads(option);
    expect(await violations(host.page)).toEqual([]);
  });

  it('[SL15] it is saved with what was drawn on it, as a PDF, and a page as a picture', async () => {
    await host.click('Pen');
    await draws(host);
    await ben.reads('1 shape on this page.');
    await host.click('Download');
    await host.click('Download with drawings (PDF)', 'item');
    const saved = await PDFDocument.load(await savedAs('Roof report with drawings.pdf'));
    expect(saved.getPageCount()).toBe(3);
    const streams = (index: number) => saved.getPage(index).node.normalizedEntries().Contents?.size() ?? 0;
    expect(streams(2)).toBeGreaterThan(streams(0));
    await host.click('Download');
    await host.click('Download this page as an image', 'item');
    const picture = await savedAs('Roof report 3.png');
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1920, 1080]);
  });

  it('an empty board and pictures are presentations, too; what is removed is gone for all', async () => {
    await host.click('Presentations and whiteboards');
    await host.click('New whiteboard');
    await ben.sees('Whiteboard, page 1 of 1');
    await host.click('Presentations and whiteboards');
    await brings(host, join(folder, 'house.png'));
    await host.sees('Show house');
    await host.click('Show house');
    await ben.sees('house, page 1 of 1');
    await ben.page.waitForFunction(() =>
      [...document.images].some(({ alt, naturalWidth }) => alt === 'house, image 1' && naturalWidth === 320),
    );
    await host.click('Presentations and whiteboards');
    await host.click('Options for house');
    await host.click('Remove…', 'item');
    await host.click('Remove for everyone');
    await ben.page.waitForFunction(() => !document.querySelector('section[aria-label^="house"]'));
    await host.click('Close');
  });

  it('[SL11] what cannot be shown is refused in words', async () => {
    await host.click('Slides');
    await brings(host, join(folder, 'broken.pdf'));
    await host.reads('This file is damaged, or its contents don’t match its file type.');
    await brings(host, join(folder, 'program.exe'));
    await host.reads('This kind of file can’t be shown.');
    await host.click('Close');
  });

  it('nothing has left the origin, no page has failed, and no policy was broken', () => {
    expect([host, ben].flatMap(({ strayRequests }) => strayRequests)).toEqual([]);
    expect([host, ben].flatMap(({ complaints }) => complaints)).toEqual([]);
    expect(refusedByPolicy).toEqual([]);
  });
});
