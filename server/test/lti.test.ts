import { generateKeyPairSync } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LtiPlatform } from '@plenum/shared/api/embedding/contract';
import { EntrySign, redeemEntry } from '@plenum/shared/api/join/contract';
import { counted } from './counted.ts';
import { type Claims, FakePlatform, linking, lti, membership, type Signing } from './fakePlatform.ts';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor';

let running: Running;
let scene: RecordScene;
let moodle: FakePlatform;
let platform: LtiPlatform;
beforeAll(async () => {
  moodle = await FakePlatform.open();
  const outward = { schemes: ['http', 'https'] as const, allow: ['127.0.0.1'], only: [] };
  running = await Running.create({}, { options: { outward } });
  scene = await RecordScene.create(running);
  const path = `/api/organisations/${scene.organisation}/lti-platforms`;
  platform = LtiPlatform.parse((await running.http('POST', path, moodle.said, scene.cookie('owner'))).json);
});
afterAll(async () => {
  await running.close();
  moodle.close();
});

interface Sending {
  readonly method?: string;
  readonly cookie?: string;
}

function send(path: string, fields: Record<string, string>, { method = 'POST', cookie = '' }: Sending = {}) {
  const body = new URLSearchParams(fields);
  const query = method === 'GET' ? `?${body.toString()}` : '';
  return fetch(running.origin + path + query, {
    method,
    redirect: 'manual',
    headers: { origin: moodle.origin, cookie },
    ...(method === 'POST' && { body }),
  });
}

/** A person presses the activity: the platform sends the browser here, and this server sends it back to be signed in. */
async function begin({ method = 'POST', cookie = '', of = scene.organisation }: Beginning = {}) {
  const fields = {
    iss: moodle.origin,
    login_hint: '7',
    client_id: 'tool-1',
    lti_message_hint: 'm',
    target_link_uri: 'x',
  };
  const response = await send(`/lti/login${of && `/${of}`}`, fields, { method, cookie });
  expect(response.status).toBe(302);
  const address = new URL(response.headers.get('location') ?? '');
  const { state = '', nonce = '', ...query } = Object.fromEntries(address.searchParams);
  const [set = ''] = response.headers.getSetCookie();
  return { state, nonce, query, at: address.origin + address.pathname, set, cookie: set.split(';')[0] ?? '', of };
}

interface Beginning extends Sending {
  /** Of whose address; '' for the one that all platforms had. */
  readonly of?: string;
}

/** The end of a launch in the browser with this cookie. */
const end = ({ of, cookie, ...fields }: { of: string; cookie?: string; state: string; id_token: string }) =>
  send(`/lti/launch${of && `/${of}`}`, fields, { cookie: cookie ?? '' });

/** The whole launch: what the server answers to the platform's token. */
async function launch(more: Claims = {}, signing?: Signing) {
  const { nonce, ...begun } = await begin();
  return end({ ...begun, id_token: await moodle.sign(moodle.claims(nonce, more), signing) });
}
const tokenIn = (response: Response) =>
  new URL(response.headers.get('location') ?? '', running.origin).searchParams.get('token');
async function look(response: Response) {
  expect(response.status).toBe(303);
  return EntrySign.parse((await running.http('POST', '/api/join/look', { token: tokenIn(response) })).json);
}
const activity = (id: string) => ({ [`${lti}resource_link`]: { id, title: 'Weekly call' } });
const student = { [`${lti}roles`]: [`${membership}#Learner`, institution], sub: 'user-8', name: 'Sam Student' };

describe('a launch from a learning platform', () => {
  it('[LT1] a browser is sent to be signed in with all that the standard asks for', async () => {
    for (const method of ['GET', 'POST']) {
      const { query, at, state, nonce } = await begin({ method });
      expect(at).toBe(`${moodle.origin}/auth`);
      expect(query).toEqual({
        x: '1',
        scope: 'openid',
        response_type: 'id_token',
        response_mode: 'form_post',
        prompt: 'none',
        client_id: 'tool-1',
        redirect_uri: `${running.origin}/lti/launch/${scene.organisation}`,
        login_hint: '7',
        lti_message_hint: 'm',
      });
      expect(nonce.length).toBeGreaterThan(30);
      expect(state.length).toBeGreaterThan(100);
    }
  });

  it('[LT2] a teacher makes the space of an activity, with the name of the course, and hosts it; students join it', async () => {
    const early = await launch({ ...student, ...activity('new') });
    expect(early.status).toBe(403);
    expect(await early.text()).toContain('A teacher has to open this activity first.');
    const teacher = await launch(activity('new'));
    expect(await look(teacher)).toMatchObject({
      title: 'Biology – Weekly call',
      name: 'Tina Teacher',
      role: 'host',
      language: 'de',
      leaveTo: `${moodle.origin}/course/4`,
    });
    const enter = async (response: Response) => {
      const { json } = await running.http('POST', '/api/join/tickets', { token: tokenIn(response) });
      return redeemEntry.output.parse(json);
    };
    const host = await enter(teacher);
    const member = await enter(await launch({ ...student, ...activity('new') }));
    expect(member).toMatchObject({ room: host.room, name: 'Sam Student' });
    const line = await running.connect({ ticket: member.ticket });
    expect(line.welcome.me.role).toBe('participant');
    const other = await enter(await launch(activity('another')));
    expect(other.room).not.toBe(host.room);
    // The same activity of another deployment is another one.
    const elsewhere = await launch({ ...activity('new'), [`${lti}deployment_id`]: '2' });
    expect((await enter(elsewhere)).room).not.toBe(host.room);
  });

  it('[LT3] roles in the course count, and those in the school do not', async () => {
    await launch();
    const roles: readonly [readonly string[], string][] = [
      [[`${membership}#Instructor`], 'host'],
      [[`${membership}#Administrator`], 'host'],
      [[`${membership}#Instructor`, `${membership}/Instructor#TeachingAssistant`], 'moderator'],
      [[`${membership}#Learner`, institution], 'participant'],
      [[], 'participant'],
    ];
    for (const [list, role] of roles) {
      expect(await look(await launch({ [`${lti}roles`]: list })), list.join(' ')).toMatchObject({ role });
    }
    expect((await look(await launch({ name: undefined }))).name).toMatch(/^Participant \d+$/);
    expect((await look(await launch({ name: '<b>Eve</b>' }))).name).toBe('bEve/b');
  });

  it('[LT4] a launch works once, and only for the browser’s own state', async () => {
    const { nonce, ...begun } = await begin();
    const token = await moodle.sign(moodle.claims(nonce));
    expect((await end({ ...begun, id_token: token })).status).toBe(303);
    expect((await end({ ...begun, id_token: token })).status).toBe(403);
    const { state: other } = await begin();
    expect((await end({ ...begun, state: other, id_token: token })).status).toBe(403);
  });

  it('[LT5] a teacher adds an activity, and the platform gets a signed answer that it can check', async () => {
    const settings = {
      deep_link_return_url: `${moodle.origin}/return?a=1&b=2`,
      accept_types: ['ltiResourceLink'],
      data: 'opaque',
    };
    const wish = {
      [`${lti}message_type`]: 'LtiDeepLinkingRequest',
      [`${lti}resource_link`]: undefined,
      [`${linking}deep_linking_settings`]: settings,
    };
    const page = await launch(wish);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain(`form-action ${moodle.origin};`);
    const html = await page.text();
    expect(html).toContain(`action="${moodle.origin}/return?a=1&amp;b=2"`);
    const token = /name="JWT" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const keys = createRemoteJWKSet(new URL(`${running.origin}/lti/keys`));
    const { payload } = await jwtVerify(token, keys, {
      issuer: 'tool-1',
      audience: moodle.origin,
      algorithms: ['RS256'],
    });
    expect(payload).toMatchObject({
      [`${lti}message_type`]: 'LtiDeepLinkingResponse',
      [`${lti}version`]: '1.3.0',
      [`${lti}deployment_id`]: '1',
      [`${linking}data`]: 'opaque',
      [`${linking}content_items`]: [
        { type: 'ltiResourceLink', title: 'Biology', url: `${running.origin}/lti/launch/${scene.organisation}` },
      ],
    });
    const { keys: shown } = (await running.http('GET', '/lti/keys')).json as { keys: object[] };
    expect(shown.map((one) => Object.keys(one).sort((a, b) => a.localeCompare(b)))).toEqual([
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    ]);
    expect((await launch({ ...wish, ...student })).status).toBe(403);
    for (const bad of ['javascript:alert(1)', 'https://a;b.example/', "https://'none'/"]) {
      const claim = { ...settings, deep_link_return_url: bad };
      expect((await launch({ ...wish, [`${linking}deep_linking_settings`]: claim })).status, bad).toBe(403);
    }
  });

  it('[LT6] a new key of the platform is fetched, and a wrong one does not make this server ask again and again', async () => {
    moodle.rotate();
    const before = moodle.asked;
    const wrong = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
    for (let n = 0; n < 20; n += 1) expect((await launch({}, { key: wrong, kid: `guess-${n}` })).status).toBe(403);
    expect(moodle.asked - before).toBeLessThanOrEqual(1);
  });

  it('[LT9] keys that cannot be read are asked for once, however many launches wait for them', async () => {
    await running.stop();
    await running.start();
    moodle.isBroken = true;
    const before = moodle.asked;
    const launches = await Promise.all(Array.from({ length: 10 }, () => launch()));
    expect(new Set(launches.map(({ status }) => status))).toEqual(new Set([503]));
    expect((await launch()).status).toBe(503);
    expect(moodle.asked - before).toBe(1);
    moodle.isBroken = false;
    expect((await freshLaunch()).status).toBe(303);
  });

  it('[LT10] two organisations with the same client of the same platform have nothing to do with each other', async () => {
    const path = `/api/organisations/${scene.elsewhere}/lti-platforms`;
    const added = await running.http('POST', path, moodle.said, scene.cookie('admin elsewhere'));
    expect(added.status).toBe(201);
    const launchAt = async (of: string) => {
      const { nonce, ...begun } = await begin({ of });
      return look(await end({ ...begun, id_token: await moodle.sign(moodle.claims(nonce, activity('both'))) }));
    };
    await freshLaunch();
    for (const of of [scene.organisation, scene.elsewhere]) expect(await launchAt(of)).toMatchObject({ role: 'host' });
    const there = `/api/spaces?organisation=${scene.elsewhere}`;
    const { json } = await running.http('GET', there, undefined, scene.cookie('admin elsewhere'));
    expect(json).toMatchObject({ spaces: [{ title: 'Biology – Weekly call' }] });
    // What began at the address of one organisation ends nowhere else.
    const { nonce, ...begun } = await begin();
    const token = await moodle.sign(moodle.claims(nonce));
    expect((await end({ ...begun, of: scene.elsewhere, id_token: token })).status).toBe(403);
    // The addresses that all platforms had know none of the two.
    const named = { iss: moodle.origin, login_hint: '7', client_id: 'tool-1' };
    expect((await send('/lti/login', named)).status).toBe(403);
  });

  it('[LT11] a platform that was registered when there was one address for all goes on', async () => {
    const { name, issuer, keysUrl, signInUrl } = moodle.said;
    const row = { id: 'older-platform-0001', organisation: scene.organisation, name, issuer, client_id: 'older' };
    const rest = { deployments: '["1"]', keys_url: keysUrl, sign_in_url: signInUrl, created_at: 1, shared_address: 1 };
    await running.store.ask.lti.add({ acting: scene.as('owner'), row: { ...row, ...rest } });
    const named = { iss: issuer, login_hint: '7', client_id: 'older' };
    for (const of of ['', `/${scene.organisation}`]) {
      const begun = await send(`/lti/login${of}`, named);
      const query = new URL(begun.headers.get('location') ?? '').searchParams;
      expect(query.get('redirect_uri')).toBe(`${running.origin}/lti/launch${of}`);
      const token = await moodle.sign(moodle.claims(query.get('nonce') ?? '', { aud: 'older' }));
      const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const fields = { state: query.get('state') ?? '', id_token: token };
      expect((await send(`/lti/launch${of}`, fields, { cookie })).status).toBe(303);
    }
  });

  it('[LT12] a launch that ends in another browser, or in one that keeps no cookie, asks for the name first', async () => {
    const first = await begin();
    expect(first.set).toMatch(
      /^plenum-lti=[\w-]{43}; Max-Age=600; Path=\/; .*HttpOnly; Secure; Partitioned; SameSite=None$/,
    );
    // Two tabs of one browser share the cookie, and both launches end well.
    const second = await begin({ cookie: first.cookie });
    expect(second.cookie).toBe(first.cookie);
    const other = await begin();
    expect(other.cookie).not.toBe(first.cookie);
    const planted = await begin({ cookie: 'plenum-lti=x' });
    expect(planted.cookie).toMatch(/=[\w-]{43}$/);
    for (const cookie of ['', other.cookie, 'plenum-lti=x']) {
      const { nonce, ...begun } = await begin();
      const token = await moodle.sign(moodle.claims(nonce, { name: 'Tina & Teacher' }));
      const page = await end({ ...begun, cookie, id_token: token });
      expect([page.status, page.headers.get('location')]).toEqual([200, null]);
      expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors 'self' ${moodle.origin}`);
      const html = await page.text();
      expect(html).toContain('<p>Du nimmst an „Biology – Weekly call“ als Tina &amp; Teacher teil.');
      const path = /<a href="([^"]+)">Als Tina &amp; Teacher teilnehmen</.exec(html)?.[1] ?? '';
      expect(path).toMatch(/^\/join\?token=/);
      const entry = new URL(path, running.origin).searchParams.get('token');
      expect((await running.http('POST', '/api/join/look', { token: entry })).json).toMatchObject({ role: 'host' });
      expect((await end({ ...begun, id_token: token })).status).toBe(403);
    }
    for (const { nonce, ...begun } of [first, second]) {
      expect((await end({ ...begun, id_token: await moodle.sign(moodle.claims(nonce)) })).status).toBe(303);
    }
  });

  it('[LT7] the platform shows its meetings in its courses without more', async () => {
    const { headers } = await running.http('GET', `/join?token=${tokenIn(await freshLaunch())}`);
    expect(headers.get('content-security-policy')).toContain(`frame-ancestors 'self' ${moodle.origin};`);
  });
});

/** A launch while the keys of the platform may be older than its newest. */
async function freshLaunch(): Promise<Response> {
  await running.stop();
  await running.start();
  return launch();
}

it('refuses every forged, altered and misdirected launch', { timeout: 60_000 }, async () => {
  expect((await freshLaunch()).status).toBe(303);
  const now = Math.floor(Date.now() / 1_000);
  const wrong: readonly Claims[] = [
    { iss: 'https://evil.example' },
    { aud: 'tool-2' },
    { aud: ['tool-1', 'tool-2'] },
    { aud: ['tool-1', 'tool-2'], azp: 'tool-2' },
    { azp: 'tool-2' },
    { exp: now - 61 },
    { iat: now - 700, exp: now + 300 },
    { iat: now + 90 },
    { nonce: 'another' },
    { nonce: undefined },
    { sub: undefined },
    { sub: 'x'.repeat(256) },
    { exp: undefined },
    { iat: undefined },
    { [`${lti}version`]: '1.1' },
    { [`${lti}version`]: undefined },
    { [`${lti}deployment_id`]: '3' },
    { [`${lti}deployment_id`]: undefined },
    { [`${lti}message_type`]: 'LtiSubmissionReviewRequest' },
    { [`${lti}resource_link`]: undefined },
    { [`${lti}resource_link`]: { id: 'x'.repeat(256) } },
  ];
  let refused = 0;
  const refuses = async (what: string, response: Promise<Response>) => {
    const { status, headers } = await response;
    expect(status, what).toBeGreaterThanOrEqual(400);
    expect(status, what).toBeLessThan(500);
    expect(headers.get('location'), what).toBeNull();
    refused += 1;
  };
  for (const claims of wrong) await refuses(JSON.stringify(claims).slice(0, 80), launch(claims));
  const secret = new TextEncoder().encode('x'.repeat(64));
  await refuses('HS256', launch({}, { key: secret, alg: 'HS256' }));
  await refuses(
    'another key of the same name',
    launch({}, { key: generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey }),
  );
  const { state, nonce, cookie, of } = await begin();
  const good = await moodle.sign(moodle.claims(nonce));
  const [head = '', body = '', mac = ''] = good.split('.');
  const others = [
    new UnsecuredJWT({ ...moodle.claims(nonce) }).encode(),
    `${head}.${body}.`,
    `${head}.${body}.${mac.slice(4)}`,
    `${head}.${Buffer.from(JSON.stringify(moodle.claims(nonce, { sub: 'admin' }))).toString('base64url')}.${mac}`,
    'x',
    'a'.repeat(40_000),
  ];
  for (const token of others) await refuses(token.slice(0, 40), end({ of, cookie, state, id_token: token }));
  for (const bad of ['', 'x', good, `${state}x`, state.split('.').slice(0, 2).join('.')]) {
    await refuses(`state ${bad.slice(0, 20)}`, end({ of, cookie, state: bad, id_token: good }));
  }
  await refuses('no fields', send(`/lti/launch/${of}`, {}));
  for (const elsewhere of ['', scene.elsewhere, 'x'.repeat(300), '%00']) {
    await refuses(
      `the launch address of ${elsewhere.slice(0, 20)}`,
      end({ of: elsewhere, cookie, state, id_token: good }),
    );
  }
  for (const fields of [
    {},
    { iss: 'https://evil.example', login_hint: '7' },
    { iss: moodle.origin, login_hint: '7', client_id: 'x' },
  ]) {
    await refuses('a wrong login', send(`/lti/login/${of}`, fields as Record<string, string>));
  }
  // The state is as good as before: none of these used it.
  expect((await end({ of, cookie, state, id_token: good })).status).toBe(303);
  const path = `/api/organisations/${scene.organisation}/lti-platforms/${platform.id}`;
  const begun = await begin();
  await running.http('DELETE', path, undefined, scene.cookie('owner'));
  await refuses('a removed platform', end({ ...begun, id_token: await moodle.sign(moodle.claims(begun.nonce)) }));
  counted('LT8', refused, 'refused launches and logins');
});

it('[LT8] an organisation registers a client once, with addresses that are https', async () => {
  const path = `/api/organisations/${scene.organisation}/lti-platforms`;
  const add = (more: object) => running.http('POST', path, { ...moodle.said, ...more }, scene.cookie('owner'));
  expect((await add({ clientId: 'c' })).status).toBe(201);
  expect((await add({ clientId: 'c' })).json).toMatchObject({ code: 'conflict' });
  for (const keysUrl of ['http://moodle.example/certs', 'file:///etc/passwd', 'javascript:x', 'https://a b', '']) {
    expect((await add({ keysUrl })).json, keysUrl).toMatchObject({ code: 'invalid' });
  }
});
