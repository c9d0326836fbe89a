import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
/** Runs the server. */
let ana: Person;
/** A guest in a meeting. */
let ben: Person;

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  ana = await Person.at({ browser, origin: server.origin, name: 'Ana' });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const clean = async (person: Person) => expect(await violations(person.page)).toEqual([]);

it('the first operator finds the pages for running the server', async () => {
  await ana.page.goto(await server.firstOperator());
  await ana.type('Email address', 'ana@example.org');
  await ana.type('Your name', 'Ana');
  await ana.type('New password', 'correct horse battery');
  await ana.click('Make the account');
  await ana.click('This server', 'link');
  await ana.reads('Everything works.');
  await ana.reads('Media worker 2');
  await clean(ana);
});

it('an organisation is made, gets a tier, and is suspended and resumed', async () => {
  await ana.click('Organisations', 'link');
  await ana.click('Create the organisation');
  await ana.reads('Write a name on one line.');
  await ana.type('Name', 'The mill');
  await ana.type('Email address of the first person in charge', 'olga@example.org');
  await ana.click('Create the organisation');
  await ana.reads('olga@example.org gets an email with this link.');
  await clean(ana);
  await ana.click('The mill', 'link');
  await ana.chooses('Tier', 'Small organisation');
  await ana.click('Save');
  await ana.reads('0 of 5');
  await ana.click('Suspend');
  await ana.type('Reason', 'The contribution is missing.');
  await clean(ana);
  await ana.page.locator('[role="dialog"] button.bg-danger').click();
  await ana.reads('The reason: The contribution is missing.');
  await clean(ana);
  await ana.click('Resume');
  await ana.reads('This organisation works.');
});

it('a tier is edited', async () => {
  await ana.click('Tiers', 'link');
  await ana.reads('0.1 % to 0.5 % of turnover');
  await clean(ana);
  await ana.click('Edit Small organisation');
  await ana.type('Number: Host accounts', 'many');
  await ana.click('Save');
  await ana.reads('Write a whole number from 0 on.');
  await ana.type('Number: Host accounts', '8');
  await clean(ana);
  await ana.click('Save');
  await ana.reads('Saved.');
  await ana.page.waitForFunction(() => [...document.querySelectorAll('td')].some((cell) => cell.textContent === '8'), {
    polling: 100,
  });
  await ana.click('1 organisation', 'link');
  await ana.sees('The mill', 'link');
});

it('accounts are found, and the last operator stays', async () => {
  await ana.click('Accounts', 'link');
  await ana.type('Search by name or email address', 'ANA@');
  await ana.click('Search');
  await ana.reads('runs this server');
  await clean(ana);
  await ana.click('No longer let run this server');
  await ana.page.locator('[role="alertdialog"] button.bg-danger').click();
  await ana.reads('This is the last account that runs this server.');
});

it('a meeting is seen with its load, gets a message, and is ended', async () => {
  ben = await Person.join({ browser, origin: server.origin, name: 'Ben' });
  await ana.click('Live meetings', 'link');
  await ana.reads('1 person');
  await clean(ana);
  await ana.page.locator('main li button').click();
  await ana.type('Message', 'We stop at noon.');
  await clean(ana);
  await ana.page.locator('[role="dialog"] button.bg-accent').click();
  await ana.reads('The message is sent.');
  await ben.reads('From the people who run this server: We stop at noon.');
  await ana.page.locator('main li button:nth-of-type(2)').click();
  await ana.type('Say why', 'The server restarts.');
  await ana.page.locator('[role="dialog"] button.bg-danger').click();
  await ana.reads('No meeting right now.');
  await ben.reads('ended');
});

it('a notice is seen by a guest until it is taken back', async () => {
  await ana.click('Notice', 'link');
  await ana.click('Show the notice');
  await ana.reads('Write a sentence on one line.');
  await ana.type('Text', 'Update on Monday at six.');
  await ana.reads('Preview');
  await clean(ana);
  await ana.click('Show the notice');
  await ana.reads('Shown now');
  await ben.page.goto(server.origin);
  await ben.reads('Update on Monday at six.');
  await clean(ben);
  await ana.click('Take it back');
  await ana.reads('No notice is set.');
  const cleo = await Person.at({ browser, origin: server.origin, name: 'Cleo' });
  const answered = cleo.page.waitForResponse((response) => response.url().endsWith('/api/notice'));
  await cleo.page.reload();
  expect(await (await answered).json()).toEqual({});
  await cleo.sees('Create room', 'button');
  expect(await cleo.page.evaluate(() => document.body.textContent)).not.toContain('Update on Monday');
});

it('the audit says in words who changed what', async () => {
  await ana.click('Changes', 'link');
  await ana.reads('Ana removed the notice');
  await ana.reads('Ana ended a meeting');
  await ana.reads('Ana changed the tier small');
  await ana.reads('Ana created the organisation (large)');
  await clean(ana);
  await ana.chooses('Kind', 'Tiers');
  await ana.page.waitForFunction(() => !document.body.textContent?.includes('removed the notice'), { polling: 100 });
  await ana.reads('Ana changed the tier small');
  expect(await ana.page.evaluate(() => document.body.textContent)).not.toMatch(
    /\b(?:room|tier|notice|organisation):\w/,
  );
  expect([...ana.complaints, ...ben.complaints]).toEqual([]);
  expect([...ana.strayRequests, ...ben.strayRequests]).toEqual([]);
});
