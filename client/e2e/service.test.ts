import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, ElementHandle } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { writePdf } from './support/pdf.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';
import { moving } from './support/stats.ts';

const title = 'Assembly hall';

let folder: string;
let server: ServerProcess;
let browser: Browser;
let ana: Person;
let ben: Person;
/** The path of the space. */
let link: string;

beforeAll(async () => {
  const preload = new URL('support/movedClock.ts', import.meta.url).href;
  [server, browser] = await Promise.all([ServerProcess.start({ preload }), launchBrowser()]);
  folder = await mkdtemp(join(tmpdir(), 'plenum-service-'));
  await writePdf(join(folder, 'Budget.pdf'), [{ shape: 'screen', lines: ['Budget'] }]);
  ana = await Person.at({ browser, origin: server.origin, name: 'Ana' });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Moves the clocks of the server and of both browsers. */
async function pass(minutes: number): Promise<void> {
  const moveMs = minutes * 60_000;
  for (const { page } of [ana, ben]) {
    await page.evaluate((ms) => {
      const before = Date.now.bind(Date);
      Date.now = () => before() + ms;
    }, moveMs);
  }
  server.process.send({ moveMs });
}

const clean = async (person: Person) => expect(await violations(person.page)).toEqual([]);

/** What each one sees and hears of the other within a second and a half. */
async function gains(): Promise<{ video: number; audio: number }[]> {
  const people = [ana, ben];
  const before = await Promise.all(people.map((someone) => someone.received()));
  // A window to measure in, not a wait for something: fake microphones beep once a second.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const now = await Promise.all(people.map((someone) => someone.received()));
  return now.map((streams, index) => moving(before[index] ?? [], streams));
}

it('the address that the start prints makes the first operator, who finds an empty home', async () => {
  await ana.page.goto(await server.firstOperator());
  await ana.type('Email address', 'ana@example.org');
  await ana.type('Your name', 'Ana');
  await ana.type('New password', 'correct horse battery');
  await ana.click('Make the account');
  await ana.reads('its link stays the same');
  await clean(ana);
});

it('a space is made and prepared', async () => {
  await ana.click('Create a space', 'link');
  await clean(ana);
  await ana.click('Create the space');
  await ana.reads('Write a title on one line');
  await ana.type('Title', title);
  await ana.click('Create the space');
  await ana.sees('Settings');
  await ana.reads('No meeting yet.');
  await clean(ana);
  await ana.chooses('Who can start a meeting', 'Hosts and people with a code');
  await ana.type('Welcome message', 'Good to see you.');
  await ana.click('Save');
  await ana.reads('Saved. It applies from the next meeting on.');
});

it('slides and a poll are prepared, and a meeting is planned', async () => {
  const field = (await ana.page.waitForSelector('#prepared input[type="file"]')) as ElementHandle<HTMLInputElement>;
  await field.uploadFile(join(folder, 'Budget.pdf'));
  await ana.reads('Slides · 1 page');
  await ana.click('Add a poll');
  await ana.click('Prepare');
  await ana.reads('Write the question.');
  await clean(ana);
  await ana.type('Question', 'Shall we buy the roof?');
  await ana.click('Prepare');
  await ana.sees('Remove: Shall we buy the roof?', 'button');
  await clean(ana);
  await ana.click('Your spaces', 'link');
  await ana.sees(`Start: ${title}`, 'link');
  await ana.reads('Nothing is planned yet.');
  await ana.click('Plan a meeting');
  await ana.type('What is it about?', 'Weekly meeting');
  await ana.chooses('How often', 'every week');
  await clean(ana);
  await ana.click('Plan it');
  await ana.reads('Weekly meeting');
  await clean(ana);
});

it('a guest waits with the link until the host starts the meeting, and then joins by itself', async () => {
  await ana.click(`Start: ${title}`, 'link');
  await ana.sees('Join meeting', 'button');
  link = new URL(ana.page.url()).pathname;
  expect(link).toMatch(/^\/s\/assembly-hall-/);
  ben = await Person.at({ browser, origin: server.origin, name: 'Ben' });
  await ben.page.goto(server.origin + link);
  await ben.type('Your name', 'Ben');
  await ben.reads('This meeting hasn’t started yet.');
  await clean(ben);
  await ana.enter();
  await ben.sees('Leave', 'button');
  await ben.reads('Good to see you.');
});

it('the meeting begins with what is prepared', async () => {
  await ana.panel('Polls');
  await ana.reads('Shall we buy the roof?');
  await ana.click('Slides');
  await ana.reads('Budget');
  await ana.page.keyboard.press('Escape');
});

it('both see and hear each other', async () => {
  const each = { video: 1, audio: 1 };
  await expect.poll(gains, { timeout: 60_000, interval: 100 }).toEqual([each, each]);
});

it('another guest joins in two clicks, and a reload leads back into the seat', async () => {
  const cleo = await Person.at({ browser, origin: server.origin, name: 'Cleo' });
  await cleo.page.goto(server.origin + link);
  await cleo.enter();
  await cleo.page.reload();
  await cleo.sees('Leave', 'button');
  expect(new URL(cleo.page.url()).pathname).toBe(link);
  await cleo.close();
});

it('the limit of the tier warns everybody, is extended, and ends the meeting', async () => {
  await ben.reads('min left');
  await pass(55);
  await ben.reads('The meeting ends in 5 minutes.');
  await ana.click('Add 15 minutes');
  await ben.reads('The meeting was extended by 15 minutes');
  await pass(19);
  await ben.reads('The meeting ends for everyone in');
  await clean(ben);
  await pass(1);
  await Promise.all([ana, ben].map((person) => person.reads('The time of the meeting is up')));
  await ben.reads('Basic user account');
  await clean(ben);
});

it('the next meeting begins by the same link, with the whole time again', async () => {
  await ana.click('Begin a new meeting');
  await ana.enter();
  await ben.page.goto(server.origin + link);
  await ben.enter();
  await ben.reads('min left');
});

it('the home shows what runs now, and the history shows who was there', async () => {
  const window = await ana.anotherWindow('Ana');
  await window.page.goto(`${server.origin}/home`);
  await window.sees(`Join: ${title}`, 'link');
  await window.reads('people in the meeting');
  await clean(window);
  await window.page.close();
  await ben.close();
  await ana.page.goto(`${server.origin}/home`);
  await ana.click(`Prepare: ${title}`, 'link');
  // The meeting that was ended by its limit; the one above goes on.
  await ana.page.locator('#history li:nth-child(2) button').click();
  await ana.reads('Cleo');
  await ana.reads('Ben');
  await clean(ana);
});

it('a guest who only joins loads nothing of the pages for accounts', async () => {
  const guest = await Person.at({ browser, origin: server.origin, name: 'Dan' });
  const asked: string[] = [];
  guest.page.on('request', (request) => asked.push(request.url()));
  await guest.page.goto(server.origin + link);
  await guest.sees('Your name');
  expect(asked.filter((url) => /ServicePages|AccountPages|service[A-Z]/.test(url))).toEqual([]);
  expect(ana.complaints).toEqual([]);
  expect(ana.strayRequests).toEqual([]);
});
