import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { tabTo } from './support/keyboard.ts';
import { Person } from './support/person.ts';
import { freePorts, ServerProcess } from './support/server.ts';

// Two Plenums: Ana has her account at `home`, and signs in with it at `there`.
let home: ServerProcess;
let there: ServerProcess;
let browser: Browser;
let ana: Person;
/** The address of the other server; another host than that of the home, because browsers share cookies between ports. */
let thereOrigin: string;

beforeAll(async () => {
  home = await ServerProcess.start({ environment: { PLENUM_GUEST_SERVERS: 'open' } });
  const port = await freePorts(3);
  thereOrigin = `http://127.0.0.1:${port}`;
  there = await ServerProcess.start({
    environment: {
      PLENUM_PORT: String(port),
      PLENUM_PUBLIC_HOST: '127.0.0.1',
      PLENUM_REGISTRATION: 'open',
      PLENUM_HOME_SERVERS: new URL(home.origin).host,
      PLENUM_OUTWARD_ALLOW: 'localhost, 127.0.0.1',
    },
  });
  browser = await launchBrowser();
  ana = await Person.at({ browser, origin: home.origin, name: 'Ana' });
});
afterAll(async () => {
  await browser?.close();
  await there?.close();
  await home?.close();
});

const clean = async () => expect(await violations(ana.page)).toEqual([]);

it('a person signs in at another Plenum with the account of their home, asked once and by keyboard alone', async () => {
  await ana.page.goto(await home.firstOperator());
  await ana.type('Email address', 'ana@example.org');
  await ana.type('Your name', 'Ana');
  await ana.type('New password', 'correct horse battery');
  await ana.click('Make the account');
  await ana.sees('This server', 'link');
  await ana.page.goto(`${thereOrigin}/account/sign-in`);
  await ana.sees('Sign in with another Plenum');
  await tabTo(ana.page, 'Sign in with another Plenum');
  await ana.page.keyboard.press('Enter');
  await ana.type('Address of your home server', home.origin);
  await clean();
  await ana.page.keyboard.press('Enter');
  await ana.reads('wants to know who you are.');
  await ana.reads('your email address: ana@example.org');
  await clean();
  await tabTo(ana.page, 'Sign in there');
  await ana.page.keyboard.press('Enter');
  await ana.page.waitForFunction((at) => location.href === `${at}/home`, {}, thereOrigin);
  await ana.page.goto(`${thereOrigin}/account`);
  await ana.reads('ana@example.org');
});

it('the home lists where the person signs in, and the person ends it', async () => {
  await ana.page.goto(`${home.origin}/account`);
  await ana.reads('Where you sign in with this account');
  await clean();
  await ana.click(`End signing in at ${new URL(thereOrigin).host}`);
  await ana.page.waitForFunction(() => !document.body.innerText.includes('Where you sign in with this account'));
});

it('an operator registers a program, whose secret is shown once', async () => {
  await ana.page.goto(`${home.origin}/operator/clients`);
  await ana.reads('Registered itself');
  await ana.type('Name, as people see it', 'The library');
  await ana.type('Redirect addresses', 'https://library.example.org/login');
  await ana.click('Register');
  await ana.reads('The secret of this program. It is shown only now.');
  await clean();
  await ana.click('Remove The library');
  await ana.page.waitForFunction(() => !document.body.innerText.includes('library.example.org/login'));
});
