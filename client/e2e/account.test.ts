import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addAuthenticator } from './support/authenticator.ts';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

const email = 'ana@example.org';
const password = 'correct horse battery';
const next = 'another horse battery';

let server: ServerProcess;
let browser: Browser;
let ana: Person;

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  ana = await Person.at({ browser, origin: server.origin, name: 'Ana' });
  await addAuthenticator(ana.page);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** The link of the newest letter, which the server without SMTP has written into its outbox. */
async function linkOf(page: string): Promise<string> {
  const folder = join(server.folder, 'outbox');
  const found = async () => {
    const names = (await readdir(folder).catch(() => [])).toSorted((a, b) => a.localeCompare(b));
    const raws = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    const texts = raws.map((raw) => raw.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '='));
    return texts.flatMap((text) => new RegExp(`http\\S+/account/${page}#[\\w-]+`).exec(text)?.[0] ?? []).at(-1) ?? '';
  };
  await expect.poll(found).not.toBe('');
  return found();
}

/** A person who has signed in is at home, from where the account is one step away. */
async function seesAccount(): Promise<void> {
  await ana.reads('its link stays the same');
  await ana.click('Your account: Ana', 'link');
  await ana.reads(`Signed in as ${email}`);
}

const clean = async () => expect(await violations(ana.page)).toEqual([]);

it('a person makes an account from a letter, signs out, and signs in again', async () => {
  await ana.page.goto(server.origin);
  await ana.click('Sign in', 'link');
  await ana.click('Make an account', 'link');
  await clean();
  await ana.type('Email address', 'no address');
  await ana.click('Send the letter');
  await ana.reads('Please write an email address');
  await ana.type('Email address', email);
  await ana.click('Send the letter');
  await ana.reads('Check your email');
  const link = await linkOf('confirm');
  await ana.page.goto(link);
  await ana.reads(`For ${email}`);
  await clean();
  await ana.type('Your name', 'Ana');
  await ana.type('New password', 'short');
  await ana.click('Make the account');
  await ana.reads('The password needs at least 10 characters');
  await ana.type('New password', password);
  await ana.click('Make the account');
  await seesAccount();
  await clean();
  await ana.click('Sign out');
  await ana.page.goto(link);
  await ana.reads('This link doesn’t work any more');
  await ana.click('To the sign-in page');
  await clean();
  await ana.type('Email address', email);
  await ana.type('Password', 'a wrong password');
  await ana.click('Sign in');
  await ana.reads('The address or the password is wrong.');
  await ana.type('Password', password);
  await ana.click('Sign in');
  await seesAccount();
});

it('a passkey is added, and signs its person in without a password', async () => {
  await ana.type('Name of the device', 'Laptop');
  await ana.click('Add a passkey');
  await ana.sees('Remove Laptop', 'button');
  await ana.click('Sign out');
  await ana.sees('Join');
  await ana.page.goto(`${server.origin}/account/sign-in`);
  await ana.click('Sign in with a passkey');
  await seesAccount();
});

it('a forgotten password is replaced by the link of a letter', async () => {
  await ana.click('Sign out');
  await ana.sees('Join');
  await ana.page.goto(`${server.origin}/account/forgot`);
  await ana.type('Email address', email);
  await ana.click('Send the letter');
  await ana.reads('Check your email');
  await ana.page.goto(await linkOf('reset'));
  await ana.type('New password', next);
  await ana.click('Save');
  await ana.reads('Your password is changed');
  await ana.type('Email address', email);
  await ana.type('Password', next);
  await ana.click('Sign in');
  await seesAccount();
});

it('an account is deleted after a question and the password', async () => {
  await ana.click('Delete the account');
  await ana.reads('Delete your account?');
  await clean();
  await ana.click('Delete with a passkey');
  await ana.reads('Your account is deleted.');
  await ana.page.goto(`${server.origin}/account`);
  await ana.sees('Forgot the password?', 'link');
});

it('a guest who only joins loads nothing of it', async () => {
  const guest = await Person.at({ browser, origin: server.origin, name: 'Ben' });
  const asked: string[] = [];
  guest.page.on('request', (request) => asked.push(request.url()));
  await guest.page.goto(server.origin);
  await guest.sees('Join');
  expect(asked.filter((url) => /Account|inEnglish|\/api\/account/.test(url))).toEqual([]);
});
