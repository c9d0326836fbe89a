import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogLine, Manifest } from '@plenum/shared/api/recording/contract';
import type { Browser, ElementHandle } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { drawTo, lift, press } from './support/board.ts';
import { goToRooms, openRooms } from './support/breakout.ts';
import { launchBrowser } from './support/browser.ts';
import { changeLook, giveDevices, type Look } from './support/ownDevices.ts';
import { writePdf } from './support/pdf.ts';
import { Person } from './support/person.ts';
import { inkOn, secondOf, shows, showsAmong, tonesIn } from './support/player.ts';
import { ServerProcess } from './support/server.ts';

/** What each person sounds and looks like: before the pause, in it, and after it. */
const looks = {
  Ana: [
    { tone: 440, colour: '#b02020' },
    { tone: 3_000, colour: '#f0f0f0' },
    { tone: 880, colour: '#2030b0' },
  ],
  Ben: [
    { tone: 1_320, colour: '#208030' },
    { tone: 3_400, colour: '#f0f0f0' },
    { tone: 1_760, colour: '#c0a010' },
  ],
  'Cleo Leftout': [
    { tone: 2_200, colour: '#803080' },
    { tone: 2_200, colour: '#803080' },
    { tone: 2_600, colour: '#803080' },
  ],
} as const satisfies Readonly<Record<string, readonly [Look, Look, Look]>>;
const screen = '#20a0a0';

let server: ServerProcess;
let browser: Browser;
let folder: string;
let ana: Person;
let ben: Person;
let cleo: Person;
let viewer: Person;
/** The address at which the recording is played, with its key. */
let opened: string;
let manifest: Manifest;
let log: readonly LogLine[];

const recordings = () => join(server.folder, 'recordings');

async function enter(name: keyof typeof looks, room = ''): Promise<Person> {
  const person = await Person.at({ browser, origin: server.origin, name });
  await giveDevices(person, looks[name][0], screen);
  await person.page.goto(server.origin + room);
  if (room === '') await person.openRoom();
  await person.enter();
  return person;
}

/** How long the recording is, in s, as its open window says. */
const length = () =>
  ana.page.$eval('[role="dialog"] .tabular', (clock) => {
    const [minutes = 0, seconds = 0] = (clock.textContent ?? '').split(':').map(Number);
    return minutes * 60 + seconds;
  });

async function untilLonger(seconds: number): Promise<void> {
  const before = await length();
  await expect.poll(length).toBeGreaterThanOrEqual(before + seconds);
}

/** Has the page remember the address that it would open. */
const catchOpened = ({ page }: Person) =>
  page.evaluate(() => {
    window.open = (address) => {
      document.documentElement.dataset['opened'] = String(address);
      return null;
    };
  });

/** Stops the recording, and returns the address at which it is played. */
async function stopped(): Promise<string> {
  await catchOpened(ana);
  await ana.click('Stop');
  await ana.reads('The recording is ready.');
  await ana.click('Open');
  return ana.page.evaluate(() => document.documentElement.dataset['opened'] ?? '');
}

const manifestAt = async (address: string) =>
  Manifest.parse(await (await fetch(`${server.origin}/api${address}`)).json());

/** The times of all events of this name, in s. */
const timesOf = (name: string) =>
  log.flatMap((line) => (line.is === 'event' && line.name === name ? line.at / 1_000 : []));
const timeOf = (name: string) => timesOf(name)[0] ?? Number.NaN;

/** Whether the player stands at a time, in s, as its time line says it. */
const isNear = async (time: number) => Math.abs((await secondOf(viewer)) - time) <= 1;

/** Opens the player at a second. */
async function playerAt(second: number): Promise<void> {
  const at = Math.max(0, Math.floor(second));
  await viewer.page.goto(`${server.origin}${opened}&t=${at}`);
  await viewer.sees('Play', 'button');
  await expect.poll(() => secondOf(viewer)).toBe(at);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-recorded-'));
  await writePdf(join(folder, 'Roofs.pdf'), [
    { shape: 'screen', lines: ['Which roof shall we choose?'] },
    { shape: 'screen', lines: ['What it costs'] },
  ]);
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  ana = await enter('Ana');
  [ben, cleo] = [await enter('Ben', ana.room), await enter('Cleo Leftout', ana.room)];
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

it('three people meet and record: slides, drawing, chat, poll, screen, and one of them left out', async () => {
  await ana.click('Slides');
  const field = (await ana.page.waitForSelector('input[type="file"]')) as ElementHandle<HTMLInputElement> | null;
  await field?.uploadFile(join(folder, 'Roofs.pdf'));
  await ana.reads('Ready');
  await ana.click('Close');
  await ana.click('More');
  await ana.click('Record', 'item');
  await ana.click('Start recording');
  await ben.click('Record me too');
  await cleo.click('Leave me out');
  await cleo.sees('This meeting is being recorded. You’re left out.', 'button');
  await ana.says('The bank says yes');
  await cleo.says('Said by the one who is left out');
  await ana.panel('People');
  await ana.click('Actions for Ben');
  await ana.click('Message privately', 'item');
  await ana.type('Your message to Ben', 'A private word');
  await ana.page.keyboard.press('Enter');
  await ana.click('Pen');
  await press(ana, [0.2, 0.3]);
  for (const step of [1, 2, 3, 4, 5, 6]) await drawTo(ana, [0.2 + step * 0.1, step % 2 === 0 ? 0.3 : 0.6], 8);
  await lift(ana);
  await ana.click('Next page');
  await ben.sees('Roofs, page 2 of 2');
  await ana.panel('Polls');
  await ana.click('New poll');
  await ana.click('Paste text', 'summary');
  await ana.type('Text with a question and its options', 'Shall we take the loan?\nYes / No');
  await ana.click('Fill in the form');
  await ana.click('Open poll');
  await ben.reads('New poll: Shall we take the loan?');
  await ben.click('Share');
  await ana.sees('Screen of Ben');
  await ana.click('This meeting is being recorded.');
  await untilLonger(3);
  await ben.click('Stop sharing');
  await untilLonger(3);
}, 90_000);

it('what happens in a pause is not recorded, and the recording goes on after it', async () => {
  const change = (index: 1 | 2) =>
    Promise.all([ana, ben, cleo].map((person) => changeLook(person, looks[person.name as keyof typeof looks][index])));
  await ana.click('Pause');
  await ana.reads('The recording is paused.');
  await change(1);
  await cleo.says('Said in the pause');
  await ben.panel('Chat');
  await ben.reads('Said in the pause');
  await change(2);
  // The pictures on their way have the new colours.
  await expect.poll(() => showsAmong(cleo, [looks.Ana[2].colour, looks.Ben[2].colour])).toBe(true);
  await ana.click('Resume');
  await untilLonger(6);
  opened = await stopped();
  manifest = await manifestAt(opened);
  const answer = await fetch(`${server.origin}/api${opened.replace('?', '/log?')}`);
  log = (await answer.text()).split('\n').flatMap((line) => (line === '' ? [] : LogLine.parse(JSON.parse(line))));
  expect(manifest.breaks).toHaveLength(1);
  expect(new Set(manifest.streams.map(({ member }) => member)).size).toBe(2);
  expect(manifest.streams.some(({ source }) => source === 'screen')).toBe(true);
}, 60_000);

it('the private chat, the pause and the person who is left out are in no file', () => {
  const names = readdirSync(recordings(), { recursive: true, withFileTypes: true });
  const files = names.flatMap((one) => (one.isFile() ? readFileSync(join(one.parentPath, one.name), 'latin1') : []));
  const all = files.join('\n');
  expect(all).toContain('The bank says yes');
  for (const text of ['A private word', 'Said in the pause', 'Cleo Leftout', 'Said by the one']) {
    expect(all, text).not.toContain(text);
  }
});

it('the player has the right tones and pictures before and after the pause', async () => {
  viewer = await Person.at({ browser, origin: server.origin, name: 'Viewer' });
  const pause = (manifest.breaks[0] ?? 0) / 1_000;
  for (const [second, index] of [
    // As much of each stretch as there is: a busy machine is slow to measure.
    [pause - 7, 0],
    [pause + 1, 2],
  ] as const) {
    await playerAt(second);
    await viewer.click('Play');
    const hertz = [looks.Ana[index].tone, looks.Ben[index].tone].map((tone) => expect.closeTo(tone, -1.6));
    await expect.poll(() => tonesIn(viewer)).toEqual(hertz);
    expect(await shows(viewer, [looks.Ana[index].colour, looks.Ben[index].colour])).toBe(true);
    await viewer.click('Pause');
  }
  expect(await violations(viewer.page)).toEqual([]);
}, 40_000);

it('the player draws the stroke as it was made', async () => {
  const strokes = timesOf('whiteboard:stroked');
  expect(strokes.length).toBeGreaterThan(3);
  await playerAt((strokes[0] ?? 0) - 1);
  await expect.poll(() => inkOn(viewer)).toBe(0);
  await viewer.click('Play');
  const seen = new Set<number>();
  await expect
    .poll(
      async () => {
        seen.add(await inkOn(viewer));
        return secondOf(viewer);
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan((strokes.at(-1) ?? 0) + 0.5);
  await viewer.click('Pause');
  const whole = Math.max(...seen);
  expect([...seen].filter((one) => one > 0 && one < whole).length).toBeGreaterThan(2);
}, 40_000);

it('the player has the screen at its time', async () => {
  const shared = manifest.streams.find(({ source }) => source === 'screen');
  await playerAt((shared?.from ?? 0) / 1_000 + 1.5);
  await viewer.sees('Screen of Ben');
  await expect.poll(() => showsAmong(viewer, [screen]), { timeout: 10_000 }).toBe(true);
}, 40_000);

it('the player has the poll, and search goes to the moment', async () => {
  await playerAt(timeOf('poll:opened') + 1);
  await viewer.click('Polls', 'tab');
  await viewer.reads('Shall we take the loan?');
  await viewer.click('Chapters', 'tab');
  await viewer.type('Search slides, chat, names…', 'bank says');
  await viewer.reads('1 place');
  await viewer.click('The bank says yes');
  await expect.poll(() => isNear(timeOf('chat:sent')), { timeout: 5_000 }).toBe(true);
  // The jump has brought the chat to the front.
  await viewer.click('Chapters', 'tab');
  await viewer.type('Search slides, chat, names…', 'what it costs');
  await viewer.click('What it costs');
  await expect.poll(() => isNear(timeOf('slides:turned')), { timeout: 5_000 }).toBe(true);
  await viewer.sees('Roofs, page 2 of 2');
  expect(await viewer.page.evaluate(() => document.body.innerText)).not.toContain('Cleo');
  expect(await violations(viewer.page)).toEqual([]);
}, 40_000);

it('a breakout room is recorded only when somebody says so, as a recording of its own', async () => {
  await ana.click('More');
  await ana.click('Record', 'item');
  await ana.click('Start recording');
  await ben.click('Record me too');
  await ana.click('Breakouts');
  const plan = { 'Room 1': [ben], 'Room 2': [cleo] };
  await openRooms(ana, plan);
  await goToRooms(plan);
  await ben.click('Ask for help');
  await ana.reads('Ben is asking for help in Room 1.');
  await ana.click('Go there');
  await ana.reads('You’re in Room 1');
  const ids = () => readdirSync(recordings()).filter((name) => !name.startsWith('.'));
  // The first recording, and the one of the meeting that runs.
  expect(ids()).toHaveLength(2);
  const [main] = ids().filter((id) => id !== manifest.id);
  await ana.click('More');
  await ana.click('Record', 'item');
  await ana.click('Start recording');
  await ben.click('Record me too');
  await expect.poll(ids).toHaveLength(3);
  await ana.click('This meeting is being recorded.');
  await untilLonger(2);
  const own = await manifestAt(await stopped());
  expect(own.parent).toBe(main);
  expect(new Set(own.streams.map(({ member }) => member)).size).toBe(2);
}, 90_000);
