import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodePDFRawStream, PDFDocument, PDFRawStream } from '@cantoo/pdf-lib';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { drawTo, lift, press, seesShapes } from './support/board.ts';
import { goToRooms, moveToRoom, openRooms } from './support/breakout.ts';
import { launchBrowser } from './support/browser.ts';
import { isNamed } from './support/named.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
let folder: string;
let ana: Person;
let ben: Person;
let cleo: Person;
let dora: Person;

async function enter(name: string, room?: string): Promise<Person> {
  const person = await Person.at({ browser, origin: server.origin, name });
  if (room === undefined) await person.openRoom();
  else await person.page.goto(server.origin + room);
  await person.enter('Join without microphone and camera');
  return person;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-rooms-'));
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  ana = await enter('Ana');
  [ben, cleo, dora] = [await enter('Ben', ana.room), await enter('Cleo', ana.room), await enter('Dora', ana.room)];
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A stroke across the page. */
async function draws(person: Person, height: number): Promise<void> {
  await press(person, [0.2, height]);
  await drawTo(person, [0.6, height]);
  await lift(person);
}

/** Everything that the pages of a PDF paint, unpacked. */
async function paintedOn(pdf: Buffer): Promise<string> {
  const document = await PDFDocument.load(pdf);
  const streams = document.getPages().flatMap((page) => page.node.normalizedEntries().Contents?.asArray() ?? []);
  const unpacked = streams.map((ref) => document.context.lookup(ref)).filter((one) => one instanceof PDFRawStream);
  return unpacked.map((one) => Buffer.from(decodePDFRawStream(one).decode()).toString('latin1')).join('\n');
}

describe('the work of breakout rooms', () => {
  it('begins with the page that is shown', async () => {
    await ana.click('Slides');
    await ana.click('New whiteboard');
    await ana.click('Breakouts');
    await ana.click('Slides in each room: No slides');
    await ana.click('The page being shown', 'menuitem');
    const plan = { 'Room 1': [ben, dora], 'Room 2': [cleo] };
    await openRooms(ana, plan);
    expect(await violations(ben.page)).toEqual([]);
    await goToRooms(plan);
    for (const someone of [ben, cleo]) await someone.click('Pen');
  });

  it('stays in its room: strokes and words', async () => {
    await draws(ben, 0.4);
    for (const height of [0.3, 0.6]) await draws(cleo, height);
    for (const someone of [ben, dora]) await seesShapes(someone, 1);
    await seesShapes(cleo, 2);
    await seesShapes(ana, 0);
    await ben.says('Only for our room');
    for (const someone of [dora, cleo]) await someone.opens('Chat', 'Your message to everyone');
    await dora.reads('Only for our room');
    expect(await cleo.page.evaluate(() => document.body.innerText.includes('Only for our room'))).toBe(false);
  });

  it('is before whoever is moved there, and reads what is written to all', async () => {
    await ana.click('Ask before moving people', 'label');
    await moveToRoom(ana, 'Dora', 'Room 2');
    await dora.reads('You’re in Room 2');
    await seesShapes(dora, 2);
    await ana.type('Message all rooms', 'Two minutes left');
    await ana.page.keyboard.press('Enter');
    for (const someone of [ben, cleo]) await someone.reads('Ana to all rooms: Two minutes left');
  });

  it('is left behind for the moderator to save', async () => {
    await ana.panel('Breakout rooms', 'People');
    await ana.click('Close all 2 rooms');
    await ana.click('Close now');
    const session = await ana.page.createCDPSession();
    const browserContextId = ana.page.browserContext().id ?? '';
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', browserContextId, downloadPath: folder });
    await ana.click('From the breakout rooms…');
    await ana.click('What was in Room 2');
    await ana.sees('Download: Whiteboard with drawings', 'button');
    expect(await isNamed(ana.page, 'button', 'Download: Chat')).toBe(false);
    expect(await violations(ana.page)).toEqual([]);
    await ana.click('Download: Whiteboard with drawings');
    const file = 'Room 2 – Whiteboard with drawings.pdf';
    await expect.poll(() => readdir(folder)).toContain(file);
    const strokes = (await paintedOn(await readFile(join(folder, file)))).match(/ cm$/gm);
    // The page has one matrix of its own, each of Cleo's strokes another; Ben's is in the other room.
    expect(strokes).toHaveLength(3);
    await ana.click('What was in Room 1');
    await ana.sees('Download: Chat', 'button');
  });
});
