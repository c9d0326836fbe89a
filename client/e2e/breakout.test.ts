import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { decodePDFRawStream, PDFDocument, PDFRawStream } from '@cantoo/pdf-lib';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { drawTo, lift, press, seesShapes } from './support/board.ts';
import { launchBrowser } from './support/browser.ts';
import { isNamed, waitForNamed } from './support/named.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';
import { moving } from './support/stats.ts';

let server: ServerProcess;
let browser: Browser;
let folder: string;
/** Ana moderates; Ben and Cleo have microphone and camera, Ana and Dora a microphone, Emil and Fay neither. */
let ana: Person;
let ben: Person;
let cleo: Person;
let dora: Person;
let emil: Person;
let fay: Person;
const everybody = () => [ana, ben, cleo, dora, emil, fay];

async function enter(name: string, devices: 'both' | 'microphone' | 'none', room?: string): Promise<Person> {
  // Whoever plans drags from the list at the top to the last room.
  const viewport = room === undefined ? { width: 1440, height: 1300 } : { width: 1340, height: 640 };
  const person = await Person.at({ browser, origin: server.origin, name, viewport, smallCamera: true });
  if (room === undefined) await person.openRoom();
  else await person.page.goto(server.origin + room);
  await person.enter(devices === 'none' ? 'Join without microphone and camera' : 'Join meeting');
  if (devices === 'microphone') await person.click('Stop camera');
  return person;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-rooms-'));
  // Six people share a core or two: few pictures are enough to see that they move.
  const fewPictures = '--use-fake-device-for-media-stream=fps=5';
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser(fewPictures)]);
  ana = await enter('Ana', 'microphone');
  const { room } = ana;
  [ben, cleo] = [await enter('Ben', 'both', room), await enter('Cleo', 'both', room)];
  dora = await enter('Dora', 'microphone', room);
  [emil, fay] = [await enter('Emil', 'none', room), await enter('Fay', 'none', room)];
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** How many pictures move for each person within so many ms, and whether anybody is heard. */
async function flowing(ms: number): Promise<string[]> {
  const before = await Promise.all(everybody().map((someone) => someone.received()));
  // A window to measure in, not a wait for something: fake microphones beep once a second.
  await new Promise((resolve) => setTimeout(resolve, ms));
  const now = await Promise.all(everybody().map((someone) => someone.received()));
  return now.map((streams, index) => {
    const { video, audio } = moving(before[index] ?? [], streams);
    return `${everybody()[index]?.name} sees ${video}, ${audio > 0 ? 'sound' : 'silence'}`;
  });
}

type Sense = `${number}, ${'sound' | 'silence'}`;

/** How many others each one sees and whether they hear somebody, in the order of the alphabet. */
async function expectCompany(...senses: readonly [Sense, Sense, Sense, Sense, Sense, Sense]): Promise<void> {
  const wanted = everybody().map(({ name }, index) => `${name} sees ${senses[index]}`);
  // On a busy machine a picture may stand still for a while: it is looked at longer each time.
  let ms = 2_000;
  let seen = await flowing(ms);
  for (const end = Date.now() + 90_000; !isDeepStrictEqual(seen, wanted) && Date.now() < end; ) {
    ms = Math.min(6_000, ms * 1.3);
    seen = await flowing(ms);
  }
  expect(seen).toEqual(wanted);
}

/** Drags somebody from the list they are in to a room, with the mouse. */
async function drag(person: Person, name: string, list: string): Promise<void> {
  const handle = await waitForNamed(person.page, 'button', `Drag ${name}`);
  const target = await person.page.waitForSelector(`[role="grid"][aria-label="${list}"]`);
  await handle.scrollIntoView();
  const [from, to] = [await handle.boundingBox(), await target?.boundingBox()];
  if (!from || !to) throw new Error('Nothing to drag.');
  await person.page.mouse.move(from.x + 60, from.y + from.height / 2);
  await person.page.mouse.down();
  await person.page.mouse.move(to.x + 40, to.y + 15, { steps: 10 });
  await person.page.mouse.move(to.x + 60, to.y + 20, { steps: 5 });
  await person.page.mouse.up();
}

/** Sends somebody to a room by their menu on the board. */
async function moveTo(name: string, room: string): Promise<void> {
  await ana.click(`Move ${name}`);
  await ana.click(room, 'menuitem');
}

/** Chooses somebody who is planned, by the row. */
async function choose(name: string): Promise<void> {
  const row = await ana.page.waitForSelector(`[role="row"][aria-label="${name}"]`);
  await row?.click();
  await ana.reads('1 chosen');
}

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

describe('breakout rooms', () => {
  it('are planned by dragging, by menu and by keyboard alone, with the page that is shown', async () => {
    await expectCompany('2, sound', '1, sound', '1, sound', '2, sound', '2, sound', '2, sound');
    await ana.click('Slides');
    await ana.click('New whiteboard');
    await ana.click('Breakouts');
    await ana.reads('Unassigned: 6');
    await drag(ana, 'Ben', 'People in Room 1');
    await ana.reads('Unassigned: 5');
    await drag(ana, 'Cleo', 'People in Room 2');
    await ana.reads('Unassigned: 4');
    await moveTo('Emil', 'Room 1');
    await ana.reads('Unassigned: 3');
    await choose('Fay');
    await ana.page.keyboard.press('Digit2');
    await ana.reads('Unassigned: 2');
    await (await waitForNamed(ana.page, 'button', 'Drag Dora')).focus();
    // Takes her up, which goes to the first room, and drops her there.
    for (const key of ['Enter', 'Enter'] as const) await ana.page.keyboard.press(key);
    await ana.reads('Unassigned: 1');
    await ana.click('Slides in each room: No slides');
    await ana.click('The page being shown', 'menuitem');
    expect(await violations(ana.page)).toEqual([]);
  });

  it('open: people are asked, and go with their devices to where only their group sees and hears them', async () => {
    await ana.click('Open 2 rooms');
    const rooms = { 'Room 1': [ben, dora, emil], 'Room 2': [cleo, fay] };
    for (const [room, people] of Object.entries(rooms)) {
      for (const someone of people) await someone.sees(`Go to ${room}`, 'button');
    }
    expect(await violations(ben.page)).toEqual([]);
    for (const [room, people] of Object.entries(rooms)) {
      for (const someone of people) await someone.click(`Go to ${room}`);
      for (const someone of people) await someone.reads(`You’re in ${room}`);
    }
    // Cleo is with somebody who says nothing: what she would hear comes from the other room.
    await expectCompany('0, silence', '0, sound', '0, silence', '1, sound', '1, sound', '1, sound');
  });

  it('have the page to draw on, and keep strokes and words to themselves', async () => {
    for (const someone of [ben, cleo]) await someone.click('Pen');
    await draws(ben, 0.4);
    for (const height of [0.3, 0.6]) await draws(cleo, height);
    for (const someone of [ben, dora, emil]) await seesShapes(someone, 1);
    for (const someone of [cleo, fay]) await seesShapes(someone, 2);
    await seesShapes(ana, 0);
    await ben.says('Only for our room');
    for (const someone of [emil, fay]) await someone.opens('Chat', 'Your message to everyone');
    await emil.reads('Only for our room');
    expect(await fay.page.evaluate(() => document.body.innerText.includes('Only for our room'))).toBe(false);
    // Beside a panel there is not room for everybody's picture.
    for (const someone of [emil, fay]) await someone.click('Close the side panel');
  });

  it('show a moderator who is where, who moves somebody at once', async () => {
    await ana.click('Ask before moving people', 'label');
    await moveTo('Dora', 'Room 2');
    await dora.reads('You’re in Room 2');
    await seesShapes(dora, 2);
    await expectCompany('0, silence', '0, silence', '0, sound', '1, sound', '1, sound', '1, sound');
  });

  it('keep somebody who reloads the page', async () => {
    await dora.page.reload();
    await dora.reads('You’re in Room 2');
    await seesShapes(dora, 2);
    await expectCompany('0, silence', '0, silence', '0, sound', '1, sound', '1, sound', '1, sound');
  });

  it('call a moderator, who steps in and out', async () => {
    await cleo.click('Ask for help');
    await ana.reads('Cleo is asking for help in Room 2.');
    await ana.click('Go there');
    await ana.reads('You’re in Room 2');
    await expectCompany('1, sound', '0, silence', '0, sound', '1, sound', '1, sound', '1, sound');
    await ana.click('Back to the meeting');
    await expectCompany('0, silence', '0, silence', '0, sound', '1, sound', '1, sound', '1, sound');
  });

  it('hear a moderator who speaks to all rooms, and only as long as that, and read what is written to all', async () => {
    for (const someone of [cleo, dora]) await someone.click('Mute');
    await expectCompany('0, silence', '0, silence', '0, silence', '1, silence', '1, sound', '1, silence');
    await ana.panel('Breakout rooms', 'People');
    await ana.type('Message all rooms', 'Two minutes left');
    await ana.page.keyboard.press('Enter');
    for (const someone of [ben, fay]) await someone.reads('Ana to all rooms: Two minutes left');
    await ana.click('Speak to all rooms');
    await expectCompany('0, silence', '0, sound', '0, sound', '1, sound', '1, sound', '1, sound');
    await ana.click('Stop speaking to all rooms');
    await expectCompany('0, silence', '0, silence', '0, silence', '1, silence', '1, sound', '1, silence');
    for (const someone of [cleo, dora]) await someone.click('Unmute');
  });

  it('close, and everybody is back with microphone and camera', async () => {
    await ana.panel('Breakout rooms', 'People');
    await ana.click('Close all 2 rooms');
    await ana.click('Close now');
    await expectCompany('2, sound', '1, sound', '1, sound', '2, sound', '2, sound', '2, sound');
    for (const someone of [ben, cleo, dora]) expect(await isNamed(someone.page, 'button', 'Mute')).toBe(true);
    for (const someone of [ben, cleo]) expect(await isNamed(someone.page, 'button', 'Stop camera')).toBe(true);
  });

  it('leave behind what was done in them, for the moderator to save', async () => {
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
    await expect.poll(() => readdir(folder), { timeout: 30_000 }).toContain(file);
    const strokes = (await paintedOn(await readFile(join(folder, file)))).match(/ cm$/gm);
    // The page has one matrix of its own, each of Cleo's strokes another; Ben's is in the other room.
    expect(strokes).toHaveLength(3);
    await ana.click('What was in Room 1');
    await ana.sees('Download: Chat', 'button');
  });

  it('nothing has left the origin and no page has failed', () => {
    expect(everybody().flatMap(({ strayRequests }) => strayRequests)).toEqual([]);
    expect(everybody().flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
