import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, ElementHandle } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { boardKey, drawTo, lift, painted, press, seesShapes } from './support/board.ts';
import { launchBrowser } from './support/browser.ts';
import { writePdf } from './support/pdf.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
let folder: string;
let ana: Person;
let ben: Person;

async function enter(name: string, room?: string): Promise<Person> {
  const person = await Person.at({ browser, origin: server.origin, name });
  if (room === undefined) await person.openRoom();
  else await person.page.goto(server.origin + room);
  await person.enter('Join without microphone and camera');
  return person;
}

/** Each look at the boards is a look at all of them: any may still be painting. */
async function expectSamePixels(...people: readonly Person[]): Promise<void> {
  const different = async () => [...new Set(await Promise.all(people.map(painted)))];
  await expect.poll(different).toEqual([expect.stringMatching(/^\d+x\d+ /)]);
}

/** Everybody's mouse goes away, so that no pointer is near anything. */
async function stepBack(...people: readonly Person[]): Promise<void> {
  for (const { page } of people) await page.mouse.move(2, 2);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-board-'));
  await writePdf(join(folder, 'Roofs.pdf'), [
    { shape: 'screen', lines: ['Which roof shall we choose?', 'A. Green roof', 'B. Solar roof', 'C. Repair only'] },
    { shape: 'screen', lines: ['What it costs'] },
  ]);
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  ana = await enter('Ana');
  ben = await enter('Ben', ana.room);
  await ana.click('Slides');
  const field = (await ana.page.waitForSelector('input[type="file"]')) as ElementHandle<HTMLInputElement> | null;
  await field?.uploadFile(join(folder, 'Roofs.pdf'));
  await ana.reads('Ready');
  await ana.click('Close');
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('two people on a page of a PDF', () => {
  it('draw at the same time, and see each other draw', async () => {
    await ana.click('Pen');
    await ben.click('Highlighter');
    await press(ana, [0.1, 0.2]);
    await press(ben, [0.2, 0.6]);
    for (const step of [1, 2, 3, 4, 5]) {
      await drawTo(ana, [0.1 + step * 0.08, 0.2 + (step % 2) * 0.1], 4);
      await drawTo(ben, [0.2 + step * 0.08, 0.6], 4);
    }
    await Promise.all([lift(ana), lift(ben)]);
    for (const person of [ana, ben]) await seesShapes(person, 2);
    await stepBack(ana, ben);
    await expectSamePixels(ana, ben);
    expect(await violations(ana.page)).toEqual([]);
  });

  it('each undo only their own', async () => {
    const both = await painted(ana);
    await boardKey(ana, 'Control', 'z');
    for (const person of [ana, ben]) {
      await seesShapes(person, 1);
      await person.reads('Highlighter stroke by Ben');
    }
    await boardKey(ana, 'Control', 'z');
    await boardKey(ben, 'Control', 'z');
    for (const person of [ana, ben]) await seesShapes(person, 0);
    await boardKey(ben, 'Control', 'Shift', 'z');
    await boardKey(ana, 'Control', 'Shift', 'z');
    for (const person of [ana, ben]) {
      await seesShapes(person, 2);
      await expect.poll(() => painted(person)).toBe(both);
    }
  });

  it('write and place shapes with the keyboard alone', async () => {
    await boardKey(ben, 'n');
    await ben.page.keyboard.press('Enter');
    await ben.sees('Text of the sticky note', 'textbox');
    await ben.page.keyboard.type('Ask the bank');
    await ben.page.keyboard.press('Escape');
    await ana.reads('Sticky note by Ben: Ask the bank');
    await ben.page.keyboard.press('ArrowLeft');
    await boardKey(ana, 'r');
    await ana.page.keyboard.press('Enter');
    await seesShapes(ben, 4);
    await ana.page.keyboard.press('Delete');
    await seesShapes(ben, 3);
    await boardKey(ben, 'Escape');
    await expectSamePixels(ana, ben);
  });
});

describe('the right to draw', () => {
  it('can be taken in the middle of a stroke, which then never was', async () => {
    const before = await painted(ana);
    await ben.click('Pen');
    await press(ben, [0.6, 0.2]);
    await drawTo(ben, [0.7, 0.4]);
    await ana.click('More for the board');
    await ana.click('Who may draw', 'item');
    await ana.click('Nobody', 'label');
    await ben.page.waitForFunction(() => !document.querySelector('[role="toolbar"][aria-label="Drawing tools"]'), {
      polling: 100,
    });
    await drawTo(ben, [0.8, 0.2]);
    await lift(ben);
    await ana.click('Everyone who may draw', 'label');
    await ben.sees('Pen', 'button');
    await ana.click('Close');
    for (const person of [ana, ben]) {
      await seesShapes(person, 3);
      await expect.poll(() => painted(person)).toBe(before);
    }
  });
});

describe('the board', () => {
  it('is the same for who joins late, after a reload, and after the server was killed', async () => {
    const late = await enter('Late', ana.room);
    await seesShapes(late, 3);
    await expectSamePixels(ana, late);
    await ben.page.reload();
    await seesShapes(ben, 3);
    await expectSamePixels(ana, ben);
    await server.kill();
    await server.launch();
    const later = await enter('Later', ana.room);
    await seesShapes(later, 3);
    await expectSamePixels(late, later);
    for (const person of [ana, ben, late, later]) expect(person.complaints).toEqual([]);
    for (const person of [ana, ben, late, later]) expect(person.strayRequests).toEqual([]);
  });
});
