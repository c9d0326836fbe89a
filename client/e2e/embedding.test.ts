import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameEvent } from '@plenum/shared/api/embedding/messages';
import type { Browser, Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { launchBrowser, newPage } from './support/browser.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

/** What the script of a foreign page knows. */
interface SitePage {
  readonly told: FrameEvent[];
}

let server: ServerProcess;
let browser: Browser;
/** Two web sites at 127.0.0.1, which is another site than localhost for the browser; the organisation names the first. */
let school: Server;
let stranger: Server;
let key: { readonly id: string; readonly secret: string };
let slug: string;
let organisation: string;
let ana: Person;

beforeAll(async () => {
  [server, browser, school, stranger] = await Promise.all([ServerProcess.start(), launchBrowser(), site(), site()]);
  ana = await Person.at({ browser, origin: server.origin, name: 'Ana' });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  for (const one of [school, stranger]) one?.close();
});

/** A site whose one page has a meeting, with the attributes of its query, and keeps what it is told. */
async function site(): Promise<Server> {
  const one = createServer((request, response) => {
    const query = [...new URL(request.url ?? '/', 'http://127.0.0.1').searchParams];
    const attributes = query.map(([name, value]) => `${name}="${value}"`).join(' ');
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><html lang="en"><title>A school</title><h1>Lesson 4</h1>
      <script>
        window.told = [];
        document.addEventListener('plenum', (event) => window.told.push(event.detail), true);
      </script>
      <script src="${server.origin}/embed.js"></script>
      <plenum-meeting style="height: 700px" ${attributes}></plenum-meeting>`);
  });
  one.listen(0, '127.0.0.1');
  await once(one, 'listening');
  return one;
}
const originOf = (one: Server) => `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
const addressOf = (one: Server, attributes: Record<string, string>) =>
  `${originOf(one)}/?${new URLSearchParams(attributes).toString()}`;

/** The same in a few lines of any language: `docs/embedding.md`. */
function sign(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const common = { aud: 'plenum', space: slug, jti: randomUUID(), iat: now, exp: now + 300 };
  const text = `${part({ alg: 'HS256', kid: key.id })}.${part({ ...common, ...claims })}`;
  return `${text}.${createHmac('sha256', key.secret).update(text).digest('base64url')}`;
}

/** Opens a page of a site. @param prepare runs before every script of the page and of its frames */
async function open(at: Server, attributes: Record<string, string>, prepare?: () => void): Promise<Page> {
  const page = await newPage(browser, originOf(at));
  if (prepare) await page.evaluateOnNewDocument(prepare);
  await page.goto(addressOf(at, attributes));
  return page;
}

/** Runs in the page and its frames: the browser refuses every storage. */
function blockStorage(): void {
  for (const name of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(globalThis, name, {
      get() {
        throw new DOMException('The storage is blocked.', 'SecurityError');
      },
    });
  }
}

/** Waits until the page was told this last of its kind. */
async function hears(page: Page, event: FrameEvent): Promise<void> {
  await page.waitForFunction(
    (wanted: FrameEvent) => {
      const { told } = window as unknown as SitePage;
      const last = told.findLast((one) => one.event === wanted.event);
      return Object.entries(wanted).every(([field, value]) => last !== undefined && Reflect.get(last, field) === value);
    },
    { polling: 100 },
    event,
  );
}

const told = (page: Page) => page.evaluate(() => (window as unknown as SitePage).told);
async function send(page: Page, command: string, more: object = {}): Promise<void> {
  await page.evaluate(
    (name, fields) => {
      const element = document.querySelector('plenum-meeting') as unknown as { send(name: string, more: object): void };
      element.send(name, fields);
    },
    command,
    more,
  );
}

async function meetingIn(page: Page): Promise<Frame> {
  const element = await page.waitForSelector('plenum-meeting iframe');
  const frame = await element?.contentFrame();
  if (!frame) throw new Error('The element has no frame.');
  return frame;
}

const reads = (frame: Frame, text: string) =>
  frame.waitForFunction((wanted) => document.body.innerText.includes(wanted), { polling: 100 }, text);

it('an organisation makes a key, and names the site that may show its meetings', async () => {
  await ana.page.goto(await server.firstOperator());
  await ana.type('Email address', 'ana@example.org');
  await ana.type('Your name', 'Ana');
  await ana.type('New password', 'correct horse battery');
  await ana.click('Make the account');
  await ana.reads('its link stays the same');
  const made = await ana.page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ title: 'Lesson hall' });
    return (await fetch('/api/spaces', { method: 'POST', headers, body })).json();
  });
  ({ slug, organisation } = made as { slug: string; organisation: string });
  await ana.page.goto(`${server.origin}/organisations/${organisation}`);
  await ana.sees('On other websites');
  await ana.type('Websites that may show your meetings', 'http://school.example');
  const form = async () => {
    const save = await ana.page.waitForSelector(
      '::-p-xpath(//form[.//textarea and .//label[contains(., "Websites")]]//button)',
    );
    await save?.click();
  };
  await form();
  await ana.reads('Write addresses such as https://school.example');
  await ana.type('Websites that may show your meetings', originOf(school));
  await form();
  await ana.reads('Saved.');
  await ana.page.evaluate(() => {
    const field = [...document.querySelectorAll('label')].findLast((label) =>
      label.textContent.startsWith('What it’s for'),
    );
    field?.scrollIntoView();
    document.getElementById(field?.htmlFor ?? '')?.focus();
  });
  await ana.page.keyboard.type('School site');
  await ana.click('Create a signing key');
  await ana.reads('This is the secret.');
  expect(await violations(ana.page)).toEqual([]);
  key = await ana.page.evaluate(() => {
    const codes = [...document.querySelectorAll('code')].map(({ textContent }) => textContent);
    return {
      id: codes.find((text) => text.length === 16) ?? '',
      secret: codes.find((text) => text.length === 43) ?? '',
    };
  });
  expect(key).toEqual({ id: expect.stringMatching(/^[\w-]{16}$/), secret: expect.stringMatching(/^[\w-]{43}$/) });
});

it('[JO15] two people meet in the pages of the site, one of them without any storage', async () => {
  const start = { start: 'now' };
  const host = await open(school, { ...start, token: sign({ sub: '1', name: 'Zoe', role: 'host' }) });
  await hears(host, { event: 'joined' });
  const member = await open(
    school,
    { ...start, token: sign({ sub: '2', name: 'Ben', role: 'member', lang: 'de' }) },
    blockStorage,
  );
  await hears(member, { event: 'joined' });
  for (const page of [host, member]) await hears(page, { event: 'people', count: 2 });
  const frame = await meetingIn(host);
  await reads(frame, 'Ben');
  await hears(host, { event: 'microphone', state: 'off' });
  await send(host, 'unmute');
  await hears(host, { event: 'microphone', state: 'on' });
  await send(host, 'mute');
  await hears(host, { event: 'microphone', state: 'muted' });
  await send(member, 'cameraOn');
  await hears(member, { event: 'camera', on: true });
  await send(member, 'raiseHand');
  await hears(member, { event: 'hand', raised: true });
  await send(host, 'setLayout', { layout: 'grid' });
  await send(host, 'openChat');
  await frame.waitForSelector('[role="tabpanel"], #side-panel');
  await send(host, 'setLayout', { layout: 'sideways' });
  await hears(host, { event: 'error', code: 'invalid' });
  // No name, no title and no text goes to the site.
  const all = JSON.stringify([await told(host), await told(member)]);
  for (const secret of ['Zoe', 'Ben', 'Lesson']) expect(all).not.toContain(secret);
  await send(member, 'leave');
  await hears(member, { event: 'left', reason: 'left' });
  await hears(host, { event: 'people', count: 1 });
  await Promise.all([host.close(), member.close()]);
});

it('a site that is not named shows no meeting and hears nothing, and the link stays good', async () => {
  const attributes = { start: 'now', token: sign({ sub: '3', name: 'Eve', role: 'host' }) };
  const page = await newPage(browser, originOf(stranger));
  const refused = new Promise<string>((resolve) => {
    page.on('requestfailed', (request) => {
      if (request.url().startsWith(`${server.origin}/join`)) resolve(request.failure()?.errorText ?? '');
    });
  });
  await page.goto(addressOf(stranger, attributes));
  expect(await refused).toBe('net::ERR_BLOCKED_BY_RESPONSE');
  for (const command of ['hello', 'unmute', 'leave']) await send(page, command);
  expect(await told(page)).toEqual([]);
  await page.close();
  const named = await open(school, attributes);
  await hears(named, { event: 'joined' });
  await send(named, 'leave');
  await hears(named, { event: 'left', reason: 'left' });
  await named.close();
});

it('a guest types a name in the page of the site and enters, and no other page is shown there', async () => {
  const host = await open(school, { start: 'now', token: sign({ sub: '1', name: 'Zoe', role: 'host' }) });
  await hears(host, { event: 'joined' });
  const page = await open(school, { space: slug, name: 'Gil', lang: 'de' });
  const frame = await meetingIn(page);
  await reads(frame, 'Lesson hall');
  await frame.waitForFunction(() => document.documentElement.lang === 'de');
  const field = await frame.waitForSelector('input[name="name"]');
  expect(await field?.evaluate(({ value }) => value)).toBe('Gil');
  await field?.press('Enter');
  await hears(page, { event: 'joined' });
  await hears(host, { event: 'people', count: 2 });
  await reads(await meetingIn(host), 'Gil');
  await send(page, 'leave');
  await hears(page, { event: 'left', reason: 'left' });
  await frame.evaluate(() => {
    history.pushState(null, '', '/organisations/x');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await reads(frame, 'Nicht in einer anderen Website');
  await Promise.all([page.close(), host.close()]);
});
