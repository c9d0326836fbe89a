import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, ElementHandle } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import {
  boardKey,
  colourAt,
  drawTo,
  dropFile,
  inkIn,
  letEverybodyDraw,
  lift,
  painted,
  penStroke,
  press,
  seesShapes,
  swipe,
  viewOf,
} from './support/board.ts';
import { launchBrowser } from './support/browser.ts';
import { isNamed } from './support/named.ts';
import { writePdf, writePicture } from './support/pdf.ts';
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
  await writePicture(join(folder, 'house.png'));
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
  it('draw both once the host has let everybody draw', async () => {
    await ana.sees('Pen', 'button');
    await ben.sees('Roofs, page 1 of 2');
    expect(await isNamed(ben.page, 'button', 'Pen')).toBe(false);
    await letEverybodyDraw(ana);
    await ben.sees('Pen', 'button');
  });

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
    await ana.click('More options for the whiteboard');
    await ana.click('Who can draw', 'item');
    await ana.click('No one', 'label');
    await ben.page.waitForFunction(() => !document.querySelector('[role="toolbar"][aria-label="Drawing tools"]'), {
      polling: 100,
    });
    await drawTo(ben, [0.8, 0.2]);
    await lift(ben);
    await ana.click('Everyone with permission to draw', 'label');
    await ben.sees('Pen', 'button');
    await ana.click('Close');
    for (const person of [ana, ben]) {
      await seesShapes(person, 3);
      await expect.poll(() => painted(person)).toBe(before);
    }
  });
});

describe('fingers and pens', () => {
  it('one finger draws, two move and zoom the page', async () => {
    await ben.click('Pen');
    await swipe(ben, [
      [0.1, 0.75],
      [0.4, 0.75],
    ]);
    for (const person of [ana, ben]) await seesShapes(person, 4);
    const whole = await viewOf(ben);
    await swipe(
      ben,
      [
        [0.45, 0.5],
        [0.2, 0.5],
      ],
      [
        [0.55, 0.5],
        [0.8, 0.5],
      ],
    );
    await expect.poll(() => viewOf(ben)).not.toBe(whole);
    await swipe(
      ben,
      [
        [0.1, 0.5],
        [0.48, 0.5],
      ],
      [
        [0.9, 0.5],
        [0.52, 0.5],
      ],
    );
    await expect.poll(() => viewOf(ben)).toBe(whole);
    for (const person of [ana, ben]) await seesShapes(person, 4);
  });

  it('a pen draws as thick as it is pressed, and the hand beside it draws nothing', async () => {
    const whole = await viewOf(ben);
    await penStroke(ben, { from: [0.1, 0.84], to: [0.4, 0.84], force: 0.1 });
    await penStroke(ben, { from: [0.1, 0.94], to: [0.4, 0.94], force: 0.95 });
    await seesShapes(ben, 6);
    await expect.poll(() => inkIn(ben, 0.25, 0.8, 0.88)).toBeGreaterThan(0);
    expect(await inkIn(ben, 0.25, 0.9, 0.98)).toBeGreaterThan(1.5 * (await inkIn(ben, 0.25, 0.8, 0.88)));
    await penStroke(ben, { from: [0.5, 0.9], to: [0.8, 0.9], force: 0.5 }, () =>
      swipe(ben, [
        [0.7, 0.7],
        [0.6, 0.75],
      ]),
    );
    await swipe(ben, [
      [0.7, 0.7],
      [0.6, 0.75],
    ]);
    for (const person of [ana, ben]) await seesShapes(person, 7);
    expect(await viewOf(ben)).toBe(whole);
    await stepBack(ana, ben);
    await expectSamePixels(ana, ben);
  });
});

describe('a picture', () => {
  const green = '47,141,112';

  it('is chosen, described, and seen by the others', async () => {
    await ana.click('Shapes and images');
    const [chooser] = await Promise.all([ana.page.waitForFileChooser(), ana.click('Add an image', 'item')]);
    await chooser.accept([join(folder, 'house.png')]);
    for (const person of [ana, ben]) await seesShapes(person, 8);
    await boardKey(ana, 'Enter');
    await ana.type('What the image shows', 'Our house');
    await ana.click('Save description');
    await ben.reads('Image by Ana: Our house');
    await boardKey(ana, 'Escape');
    for (const person of [ana, ben]) await expect.poll(() => colourAt(person, [0.45, 0.45])).toBe(green);
    expect(await violations(ana.page)).toEqual([]);
  });

  it('is dropped or pasted, copied, and gone and back as I like', async () => {
    await dropFile(ben, join(folder, 'house.png'), [0.8, 0.2]);
    for (const person of [ana, ben]) await seesShapes(person, 9);
    await boardKey(ben, 'Control', 'c');
    await boardKey(ben, 'Control', 'v');
    await seesShapes(ana, 10);
    await boardKey(ben, 'Delete');
    await seesShapes(ana, 9);
    await boardKey(ben, 'Control', 'z');
    await seesShapes(ana, 10);
    await boardKey(ben, 'Escape');
    await expect.poll(() => colourAt(ana, [0.77, 0.2])).toBe(green);
    await expectSamePixels(ana, ben);
  });

  it('that is none is refused with words', async () => {
    await writeFile(join(folder, 'none.png'), 'This is no picture.');
    await dropFile(ben, join(folder, 'none.png'), [0.5, 0.5]);
    await ben.reads('The whiteboard can’t show this file.');
    await seesShapes(ana, 10);
  });
});

describe('the board', () => {
  it('is the same for who joins late, after a reload, and after the server was killed', async () => {
    const late = await enter('Late', ana.room);
    await seesShapes(late, 10);
    await expectSamePixels(ana, late);
    await ben.page.reload();
    await seesShapes(ben, 10);
    await expectSamePixels(ana, ben);
    await server.kill();
    await server.launch();
    const later = await enter('Later', ana.room);
    await seesShapes(later, 10);
    await expectSamePixels(late, later);
    for (const person of [ana, ben, late, later]) expect(person.complaints).toEqual([]);
    for (const person of [ana, ben, late, later]) expect(person.strayRequests).toEqual([]);
  });
});
