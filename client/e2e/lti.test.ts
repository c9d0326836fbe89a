import { createSign, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { launchBrowser, newPage } from './support/browser.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });

let server: ServerProcess;
let browser: Browser;
/** Plays a learning platform at 127.0.0.1, which is another site than localhost for the browser. */
let platform: Server;
let organisation: string;

const platformOrigin = () => `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
const loginUrl = () => {
  const query = new URLSearchParams({
    iss: platformOrigin(),
    client_id: 'tool-1',
    login_hint: '7',
    target_link_uri: 'x',
  });
  return `${server.origin}/lti/login/${organisation}?${query.toString()}`;
};

/** The token of a teacher who opens an activity. */
function launchToken(nonce: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    iss: platformOrigin(),
    aud: 'tool-1',
    sub: '7',
    iat: now,
    exp: now + 300,
    nonce,
    name: 'Tina Teacher',
    [`${lti}version`]: '1.3.0',
    [`${lti}deployment_id`]: '1',
    [`${lti}message_type`]: 'LtiResourceLinkRequest',
    [`${lti}roles`]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor'],
    [`${lti}resource_link`]: { id: 'link-1', title: 'Weekly call' },
  };
  const text = `${part({ alg: 'RS256', kid: 'k' })}.${part(claims)}`;
  return `${text}.${createSign('sha256').update(text).sign(privateKey, 'base64url')}`;
}

/** The pages of the platform: its keys, a course whose frame shows the address of its query, and where people are signed in. */
function answerOf(url: URL): string {
  const field = (name: string) => url.searchParams.get(name) ?? '';
  if (url.pathname === '/certs') {
    return JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] });
  }
  const page = (html: string) => `<!doctype html><html lang="en"><title>Moodle</title><h1>Biology</h1>${html}`;
  if (url.pathname === '/course') {
    const at = field('at').replaceAll('&', '&amp;');
    return page(
      `<iframe title="Weekly call" allow="camera; microphone" width="900" height="700" src="${at}"></iframe>`,
    );
  }
  return page(`<form method="post" action="${field('redirect_uri')}">
    <input name="state" value="${field('state')}"><input name="id_token" value="${launchToken(field('nonce'))}">
    </form><script>document.forms[0].submit()</script>`);
}

beforeAll(async () => {
  platform = createServer((request, response) => {
    const url = new URL(request.url ?? '/', platformOrigin());
    response.setHeader('content-type', url.pathname === '/certs' ? 'application/json' : 'text/html');
    response.end(answerOf(url));
  });
  platform.listen(0, '127.0.0.1');
  await once(platform, 'listening');
  const environment = { PLENUM_OUTWARD_ALLOW: '127.0.0.1' };
  [server, browser] = await Promise.all([
    ServerProcess.start({ environment }),
    // As browsers do that keep no cookies for frames of other sites, but for partitioned ones.
    launchBrowser('--test-third-party-cookie-phaseout'),
  ]);
  const ana = await Person.at({ browser, origin: server.origin, name: 'Ana' });
  await ana.page.goto(await server.firstOperator());
  await ana.type('Email address', 'ana@example.org');
  await ana.type('Your name', 'Ana');
  await ana.type('New password', 'correct horse battery');
  await ana.click('Make the account');
  await ana.reads('its link stays the same');
  const said = { name: 'Moodle', issuer: platformOrigin(), clientId: 'tool-1', deployments: ['1'] };
  const addresses = { keysUrl: `${platformOrigin()}/certs`, signInUrl: `${platformOrigin()}/auth` };
  organisation = await ana.page.evaluate(
    async (input) => {
      const post = async (path: string, body: object) => {
        const headers = { 'content-type': 'application/json' };
        return (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
      };
      const first = (await post('/api/spaces', { title: 'x' })) as { id: string; organisation: string };
      // The organisation of one person has one space, which is for the activity.
      await fetch(`/api/spaces/${first.id}`, { method: 'DELETE' });
      const id = first.organisation;
      await post(`/api/organisations/${id}/lti-platforms`, input);
      return id;
    },
    { ...said, ...addresses },
  );
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  platform?.close();
});

/** A course of which a frame shows an address. */
async function course(at: string): Promise<{ page: Page; frame: Frame }> {
  const page = await newPage(browser, platformOrigin());
  await page.goto(`${platformOrigin()}/course?at=${encodeURIComponent(at)}`);
  const frame = await (await page.waitForSelector('iframe'))?.contentFrame();
  if (!frame) throw new Error('The course has no frame.');
  return { page, frame };
}

it('[LT12] a teacher is in the meeting of an activity at once, in a frame of the course', async () => {
  const { page, frame } = await course(loginUrl());
  const join = await frame.waitForSelector('::-p-aria([name="Join meeting"][role="button"])');
  expect(await frame.evaluate(() => document.body.innerText)).toContain('Weekly call');
  await join?.click();
  await frame.waitForSelector('::-p-aria([name="Leave"][role="button"])');
  await page.close();
});

it('[LT12] a launch that began elsewhere asks for the name in the frame', async () => {
  // Another browser begins it, and this one is sent on.
  const begun = await fetch(loginUrl(), { redirect: 'manual' });
  const { page, frame } = await course(begun.headers.get('location') ?? '');
  const link = await frame.waitForSelector('::-p-aria([name="Join as Tina Teacher"][role="link"])');
  expect(await frame.evaluate(() => document.body.innerText)).toContain(
    'You’re joining “Weekly call” as Tina Teacher.',
  );
  await link?.click();
  await frame.waitForSelector('::-p-aria([name="Join meeting"][role="button"])');
  await page.close();
  // The page by itself: a frame hides it from the check.
  const again = await fetch(loginUrl(), { redirect: 'manual' });
  const alone = await newPage(browser, server.origin);
  await alone.goto(again.headers.get('location') ?? '');
  await alone.waitForSelector('::-p-aria([name="Join as Tina Teacher"][role="link"])');
  expect(await violations(alone)).toEqual([]);
  await alone.close();
});
