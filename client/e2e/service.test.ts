import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, ElementHandle } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addAuthenticator } from './support/authenticator.ts';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { LetterSink } from './support/letters.ts';
import { writePdf } from './support/pdf.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';
import { moving } from './support/stats.ts';

const title = 'Assembly hall';

let folder: string;
let server: ServerProcess;
let browser: Browser;
let sink: LetterSink;
/** Runs the server. */
let ana: Person;
/** Owns an organisation. */
let olga: Person;
let ben: Person;
/** The path of the space. */
let link: string;

beforeAll(async () => {
  const preload = new URL('support/movedClock.ts', import.meta.url).href;
  sink = await LetterSink.start();
  const environment = { PLENUM_SMTP_URL: sink.url, PLENUM_MAIL_FROM: 'Plenum <plenum@example.org>' };
  [server, browser] = await Promise.all([ServerProcess.start({ preload, environment }), launchBrowser()]);
  folder = await mkdtemp(join(tmpdir(), 'plenum-service-'));
  await writePdf(join(folder, 'Budget.pdf'), [{ shape: 'screen', lines: ['Budget'] }]);
  ana = await Person.at({ browser, origin: server.origin, name: 'Ana' });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await sink?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Moves the clocks of the server and of both browsers. */
async function pass(minutes: number): Promise<void> {
  const moveMs = minutes * 60_000;
  for (const { page } of [olga, ben]) {
    await page.evaluate((ms) => {
      const before = Date.now.bind(Date);
      Date.now = () => before() + ms;
    }, moveMs);
  }
  server.process.send({ moveMs });
}

/** Presses the button of the dialog that is open. */
const submit = () => olga.page.locator('[role="dialog"] button[type="submit"]').click();

const clean = async (person: Person) => expect(await violations(person.page)).toEqual([]);

/** What each one sees and hears of the other within a second and a half. */
async function gains(): Promise<{ video: number; audio: number }[]> {
  const people = [olga, ben];
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

it('the operator makes an organisation on a tier, with meetings of 60 minutes', async () => {
  await ana.click('This server', 'link');
  await ana.click('Organisations', 'link');
  await ana.type('Name', 'The mill');
  await ana.type('Email address of the first person in charge', 'olga@example.org');
  await ana.click('Create the organisation');
  await ana.reads('olga@example.org gets an email with this link.');
  await ana.click('The mill', 'link');
  await ana.chooses('Tier', 'Micro-organisation');
  await ana.chooses('Minutes of a meeting', 'Number');
  await ana.type('Number: Minutes of a meeting', '60');
  await ana.click('Save');
  await ana.reads('Saved');
  await clean(ana);
});

it('the invited person makes an account by e-mail, accepts, and signs in with a passkey from then on', async () => {
  olga = await Person.at({ browser, origin: server.origin, name: 'Olga' });
  await addAuthenticator(olga.page);
  const invitation = await sink.link('olga@example.org', '/invitation');
  await olga.page.goto(invitation);
  await olga.reads('Invitation to The mill');
  await clean(olga);
  await olga.click('Create an account', 'link');
  await olga.type('Email address', 'olga@example.org');
  await olga.click('Send the letter');
  await olga.reads('Check your email');
  await olga.page.goto(await sink.link('olga@example.org', '/account/confirm'));
  await olga.type('Your name', 'Olga');
  await olga.type('New password', 'correct horse battery');
  await olga.click('Make the account');
  await olga.sees('Your account: Olga', 'link');
  await olga.page.goto(invitation);
  await olga.click('Accept the invitation');
  await olga.reads('The mill');
  await olga.page.goto(`${server.origin}/account`);
  await olga.type('Name of the device', 'Laptop');
  await olga.click('Add a passkey');
  await olga.sees('Remove Laptop', 'button');
  await olga.click('Sign out');
  await olga.sees('Join');
  await olga.page.goto(`${server.origin}/account/sign-in`);
  await olga.click('Sign in with a passkey');
  await olga.sees('Your account: Olga', 'link');
});

it('a space is made and prepared', async () => {
  await olga.click('New space', 'link');
  await clean(olga);
  await olga.click('Create the space');
  await olga.reads('Write a title on one line');
  await olga.type('Title', title);
  await olga.click('Create the space');
  await olga.sees('Settings');
  await olga.reads('No meeting yet.');
  await clean(olga);
  await olga.chooses('Who can start a meeting', 'Hosts and people with a code');
  await olga.type('Welcome message', 'Good to see you.');
  await olga.click('Save');
  await olga.reads('Saved. It applies from the next meeting on.');
});

it('slides and a poll are prepared, and a meeting is planned', async () => {
  const field = (await olga.page.waitForSelector('#prepared input[type="file"]')) as ElementHandle<HTMLInputElement>;
  await field.uploadFile(join(folder, 'Budget.pdf'));
  await olga.reads('Slides · 1 page');
  await olga.click('Add a poll');
  await olga.click('Prepare');
  await olga.reads('Write the question.');
  await clean(olga);
  await olga.type('Question', 'Shall we buy the roof?');
  await olga.click('Prepare');
  await olga.sees('Remove: Shall we buy the roof?', 'button');
  await clean(olga);
  await olga.click('Your spaces', 'link');
  await olga.sees(`Start: ${title}`, 'link');
  await olga.reads('Nothing is planned yet.');
  await olga.click('Plan a meeting');
  await olga.type('What is it about?', 'Weekly meeting');
  await olga.chooses('How often', 'every week');
  await clean(olga);
  await olga.click('Plan it');
  await olga.reads('Weekly meeting');
  await clean(olga);
});

it('what is prepared is changed, and a planned meeting invites by e-mail, moves and is cancelled', async () => {
  await olga.click(`Prepare: ${title}`, 'link');
  await olga.click('Change: Shall we buy the roof?');
  await olga.type('Question', 'Shall we buy the new roof?');
  await submit();
  await olga.sees('Change: Shall we buy the new roof?', 'button');
  await olga.click('Add breakout rooms');
  await olga.type('Name', 'Tables');
  await olga.click('Prepare');
  await olga.click('Change: Tables');
  await olga.type('Rooms', 'North\nSouth\nEast');
  await submit();
  await olga.reads('Breakout rooms · 3');
  await olga.click('Invite people: Weekly meeting');
  await olga.type('Email addresses', 'ben@example.org, cleo');
  await submit();
  await olga.reads('Not an email address: cleo');
  await clean(olga);
  await olga.type('Email addresses', 'ben@example.org, cleo@example.org');
  await submit();
  await olga.sees('Cancel the invitation of cleo@example.org', 'button');
  await clean(olga);
  const letter = await sink.read('ben@example.org', 'Olga invites you');
  expect(letter).toContain('BEGIN:VCALENDAR');
  link = new URL(/http\S+\/s\/[\w-]+/.exec(letter)?.[0] ?? '').pathname;
  await olga.click('Cancel the invitation of cleo@example.org');
  await sink.read('cleo@example.org', 'METHOD:CANCEL');
  await olga.page.keyboard.press('Escape');
  await olga.click('Change: Weekly meeting');
  await olga.type('What is it about?', 'Weekly assembly');
  await clean(olga);
  await submit();
  await olga.sees('Remove: Weekly assembly', 'button');
  await olga.click('Remove: Weekly assembly');
  await sink.read('ben@example.org', 'METHOD:CANCEL');
  await olga.click('Your spaces', 'link');
});

it('a guest waits with the link until the host starts the meeting, and then joins by itself', async () => {
  await olga.click(`Start: ${title}`, 'link');
  await olga.sees('Join meeting', 'button');
  // The link of the letter.
  expect(new URL(olga.page.url()).pathname).toBe(link);
  expect(link).toMatch(/^\/s\/assembly-hall-/);
  ben = await Person.at({ browser, origin: server.origin, name: 'Ben' });
  await ben.page.goto(server.origin + link);
  await ben.type('Your name', 'Ben');
  await ben.reads('This meeting hasn’t started yet.');
  await clean(ben);
  await olga.enter();
  await ben.sees('Leave', 'button');
  await ben.reads('Good to see you.');
});

it('the meeting begins with what is prepared', async () => {
  await olga.panel('Polls');
  await olga.reads('Shall we buy the new roof?');
  await olga.click('Slides');
  await olga.reads('Budget');
  await olga.page.keyboard.press('Escape');
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
  await olga.click('Add 15 minutes');
  await ben.reads('The meeting was extended by 15 minutes');
  await pass(19);
  await ben.reads('The meeting ends for everyone in');
  await clean(ben);
  await pass(1);
  await Promise.all([olga, ben].map((person) => person.reads('The time of the meeting is up')));
  await ben.reads('The mill');
  await clean(ben);
});

it('the next meeting begins by the same link, with the whole time again', async () => {
  await olga.click('Begin a new meeting');
  await olga.enter();
  await ben.page.goto(server.origin + link);
  await ben.enter();
  await ben.reads('min left');
});

it('the home shows what runs now, and the history shows who was there', async () => {
  const window = await olga.anotherWindow('Olga');
  await window.page.goto(`${server.origin}/home`);
  await window.sees(`Join: ${title}`, 'link');
  await window.reads('people in the meeting');
  await clean(window);
  await window.page.close();
  await ben.close();
  await olga.page.goto(`${server.origin}/home`);
  await olga.click(`Prepare: ${title}`, 'link');
  // The meeting that was ended by its limit; the one above goes on.
  await olga.page.locator('#history li:nth-child(2) button').click();
  await olga.reads('Cleo');
  await olga.reads('Ben');
  await clean(olga);
});

it('a guest who only joins loads nothing of the pages for accounts', async () => {
  const guest = await Person.at({ browser, origin: server.origin, name: 'Dan' });
  const asked: string[] = [];
  guest.page.on('request', (request) => asked.push(request.url()));
  await guest.page.goto(server.origin + link);
  await guest.sees('Your name');
  expect(asked.filter((url) => /ServicePages|AccountPages|service[A-Z]/.test(url))).toEqual([]);
  expect([...ana.complaints, ...olga.complaints]).toEqual([]);
  expect([...ana.strayRequests, ...olga.strayRequests]).toEqual([]);
});
