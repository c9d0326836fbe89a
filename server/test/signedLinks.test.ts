import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EntrySign, mostTokenLength, redeemEntry } from '@plenum/shared/api/join/contract';
import { Space } from '@plenum/shared/api/space/contract';
import { firstSettings } from '@plenum/shared/api/space/settings';
import { counted } from './counted.ts';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

type Claims = Readonly<Record<string, unknown>>;
interface Signing {
  readonly kid?: string;
  readonly alg?: string;
  readonly key?: Uint8Array | KeyObject;
  readonly header?: object;
}

let running: Running;
let scene: RecordScene;
let space: Space;
let elsewhere: Space;
let key: { readonly id: string; readonly secret: string };
beforeAll(async () => {
  running = await Running.create();
  scene = await RecordScene.create(running);
  space = await newSpace(scene.organisation, 'owner');
  elsewhere = await newSpace(scene.elsewhere, 'admin elsewhere');
  key = await scene.newSigningKey();
});
afterAll(() => running.close());

async function newSpace(organisation: string, by: 'owner' | 'admin elsewhere'): Promise<Space> {
  const input = { title: 'The yard', organisation, settings: firstSettings };
  return Space.parse((await running.http('POST', '/api/spaces', input, scene.cookie(by))).json);
}

const seconds = () => Math.floor(Date.now() / 1_000);
const bytes = (secret: string) => new TextEncoder().encode(secret);
const claims = (more: Claims = {}): Claims => ({
  aud: 'plenum',
  iat: seconds(),
  exp: seconds() + 600,
  jti: randomUUID(),
  sub: 'student-17',
  space: space.slug,
  name: 'Zoe',
  role: 'member',
  ...more,
});

function sign(payload: Claims, { kid = key.id, alg = 'HS256', key: by = bytes(key.secret), header }: Signing = {}) {
  const signed = new SignJWT({ ...payload }).setProtectedHeader({
    alg,
    kid,
    ...header,
  });
  return signed.sign(by);
}

const look = (token: string) => running.http('POST', '/api/join/look', { token });
const ask = (token: string) => running.http('POST', '/api/join/tickets', { token });
async function enter(token: string) {
  const { ticket } = redeemEntry.output.parse((await ask(token)).json);
  return running.connect({ ticket });
}

describe('a link that another server signed', () => {
  it('[JO7] a server with a key of the organisation signs who joins where and as what', async () => {
    const parts = [
      ['host', 'host'],
      ['moderator', 'moderator'],
      ['member', 'participant'],
      ['guest', 'participant'],
    ];
    for (const [role, seen] of parts) {
      const line = await enter(await sign(claims({ role, name: `Zoe ${role}`, sub: role })));
      expect(line.welcome.me).toMatchObject({ name: `Zoe ${role}`, role: seen });
    }
    const more = { lang: 'de', leave: 'https://school.example/course/4', picture: 'ignored', iss: 'https://x.example' };
    const said = EntrySign.parse((await look(await sign(claims(more)))).json);
    expect(said).toMatchObject({ title: 'The yard', language: 'de', leaveTo: 'https://school.example/course/4' });
  });

  it('[JO8] signs with a secret, or with its own Ed25519 or P-256 key', async () => {
    const pairs = { EdDSA: generateKeyPairSync('ed25519'), ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
    for (const [alg, { publicKey, privateKey }] of Object.entries(pairs)) {
      const pem = String(publicKey.export({ type: 'spki', format: 'pem' }));
      const made = await scene.newSigningKey({ publicKey: pem });
      expect(made.secret).toBeUndefined();
      expect((await look(await sign(claims(), { kid: made.id, alg, key: privateKey }))).status, alg).toBe(200);
      // The text of a public key as the secret of HS256.
      const confused = await sign(claims(), { kid: made.id, key: bytes(pem) });
      expect((await look(confused)).json, alg).toMatchObject({ bound: 'linkWrong' });
    }
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const wrong = [
      'x',
      String(rsa.publicKey.export({ type: 'spki', format: 'pem' })).slice(0, 1_000),
      String(pairs.EdDSA.privateKey.export({ type: 'pkcs8', format: 'pem' })),
    ];
    const path = `/api/organisations/${scene.organisation}/signing-keys`;
    for (const publicKey of wrong) {
      const { json } = await running.http('POST', path, { name: 'x', publicKey }, scene.cookie('owner'));
      expect(json).toMatchObject({ code: 'invalid', bound: 'publicKey' });
    }
  });

  it('[JO9] a link can be used once, or as often as it says; another link of the person is another one', async () => {
    const once = await sign(claims());
    expect((await ask(once)).status).toBe(201);
    expect((await ask(once)).json).toMatchObject({ bound: 'linkUsed' });
    expect((await ask(await sign(claims()))).status).toBe(201);
    const thrice = await sign(claims({ uses: 3 }));
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => ask(thrice)));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 201, 201, 403, 403]);
    // The same jti by another key is another link.
    const other = await scene.newSigningKey();
    const jti = randomUUID();
    expect((await ask(await sign(claims({ jti })))).status).toBe(201);
    expect((await ask(await sign(claims({ jti }), { kid: other.id, key: bytes(other.secret) }))).status).toBe(201);
  });

  it('[JO10] a revoked key opens nothing, and a key for some spaces no other one', async () => {
    const gone = await scene.newSigningKey();
    const token = await sign(claims(), { kid: gone.id, key: bytes(gone.secret) });
    expect((await look(token)).status).toBe(200);
    const path = `/api/organisations/${scene.organisation}/signing-keys/${gone.id}`;
    await running.http('DELETE', path, undefined, scene.cookie('owner'));
    expect((await ask(token)).json).toMatchObject({ code: 'forbidden', bound: 'linkKey' });
    const other = await newSpace(scene.organisation, 'owner');
    const narrow = await scene.newSigningKey({ spaces: [other.id] });
    const by = { kid: narrow.id, key: bytes(narrow.secret) };
    expect((await ask(await sign(claims(), by))).json).toMatchObject({ bound: 'linkSpace' });
    expect((await ask(await sign(claims({ space: other.slug }), by))).status).toBe(201);
    const foreign = { name: 'x', spaces: [elsewhere.id] };
    const refused = await running.http('POST', path.replace(/\/[^/]*$/, ''), foreign, scene.cookie('owner'));
    expect(refused.json).toMatchObject({ code: 'notFound' });
  });

  it('[JO11] a key opens spaces of its own organisation only, and does not say which others there are', async () => {
    const theirs = await ask(await sign(claims({ space: elsewhere.slug })));
    const none = await ask(await sign(claims({ space: 'no-such-space' })));
    expect(theirs.json).toMatchObject({ code: 'forbidden', bound: 'linkSpace' });
    expect(none.json).toEqual(theirs.json);
  });

  it('shows the secret of a key once, and stores none', async () => {
    expect(key.secret).toMatch(/^[\w-]{43}$/);
    const path = `/api/organisations/${scene.organisation}/embedding`;
    const { text } = await running.http('GET', path, undefined, scene.cookie('owner'));
    expect(text).toContain(key.id);
    expect(text).not.toContain(key.secret);
    const stored = JSON.stringify(await running.store.ask.embedding.findKey({ id: key.id }));
    expect(stored).not.toContain(key.secret);
  });
});

/** The bound of the refusal of every bad token, by a word about it. */
async function badTokens(): Promise<readonly [string, string | undefined, string][]> {
  const other = bytes('x'.repeat(43));
  const good = await sign(claims());
  const [head = '', body = '', mac = ''] = good.split('.');
  const now = seconds();
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const list: [string, string | undefined, string][] = [
    ['another key', 'linkWrong', await sign(claims(), { key: other })],
    ['expired', 'linkExpired', await sign(claims({ iat: now - 700, exp: now - 61 }))],
    ['from the future', 'linkClock', await sign(claims({ iat: now + 90, exp: now + 600 }))],
    ['not before', 'linkWrong', await sign(claims({ nbf: now + 90 }))],
    ['living too long', 'linkWrong', await sign(claims({ exp: now + 24 * 3_600 + 5 }))],
    ['living for ever', 'linkWrong', await sign(claims({ exp: 9e15 }))],
    ['no signature', undefined, `${head}.${body}.`],
    ['a signature cut short', 'linkWrong', `${head}.${body}.${mac.slice(0, -4)}`],
    ['another body', 'linkWrong', `${head}.${part(claims({ role: 'host' }))}.${mac}`],
    ['another header', 'linkWrong', `${part({ alg: 'HS256', kid: key.id, typ: 'x' })}.${body}.${mac}`],
    ['alg none', undefined, new UnsecuredJWT({ ...claims() }).encode()],
    ['alg none with a signature', 'linkWrong', `${part({ alg: 'none', kid: key.id })}.${body}.${mac}`],
    ['alg nOnE', 'linkWrong', `${part({ alg: 'nOnE', kid: key.id })}.${body}.${mac}`],
    ['alg HS512', 'linkWrong', await sign(claims(), { alg: 'HS512', key: bytes(key.secret.repeat(2)) })],
    ['a header that is no JSON', 'linkWrong', `abcd.${body}.${mac}`],
    [
      'an unknown critical header',
      'linkWrong',
      `${part({ alg: 'HS256', kid: key.id, crit: ['x'], x: 1 })}.${body}.${mac}`,
    ],
    ['five parts', undefined, `${good}.aa.bb`],
    ['too long', undefined, await sign(claims({ more: 'x'.repeat(mostTokenLength) }))],
    ['no JSON inside', 'linkWrong', `${head}.${Buffer.from('x').toString('base64url')}x.${mac}`],
  ];
  const kids = [
    '../../etc/passwd',
    "' or 1=1 --",
    '/dev/null',
    'a'.repeat(41),
    '',
    '%2e%2e',
    '__proto__',
    'https://x.example/k',
  ];
  for (const kid of kids) {
    const token = await sign(claims(), { kid });
    // The last one has the form of an id.
    list.push([`kid ${kid}`, kid === '__proto__' ? 'linkKey' : 'linkWrong', token]);
  }
  for (const name of ['jku', 'jwk', 'x5u']) {
    list.push([name, 'linkWrong', await sign(claims(), { key: other, header: { [name]: 'https://x.example/keys' } })]);
  }
  const wrongClaims: readonly Claims[] = [
    ...['aud', 'iat', 'exp', 'jti', 'sub', 'space', 'name', 'role'].map((name) => ({ [name]: undefined })),
    { aud: 'other' },
    { role: 'operator' },
    { role: ['host'] },
    { name: '' },
    { name: '<img src=x onerror=alert(1)>' },
    { name: 'x'.repeat(500) },
    { name: '\u202e' },
    { space: '../operator' },
    { space: 7 },
    { sub: 'x'.repeat(129) },
    { jti: '' },
    { jti: 'x'.repeat(129) },
    { uses: 0 },
    { uses: 21 },
    { uses: 1.5 },
    { lang: 'xx' },
    { leave: 'javascript:alert(1)' },
    { leave: 'data:text/html,x' },
    { leave: '/relative' },
    { exp: 'soon' },
    { iat: -1 },
  ];
  for (const wrong of wrongClaims) {
    list.push([JSON.stringify(wrong).slice(0, 60), 'linkWrong', await sign(claims(wrong))]);
  }
  return list;
}

it('refuses every bad token at both doors, with the same words to everybody', { timeout: 60_000 }, async () => {
  const list = await badTokens();
  let refusals = 0;
  for (const [what, bound, token] of list) {
    for (const { status, json } of [await look(token), await ask(token)]) {
      expect(status, what).toBeGreaterThanOrEqual(400);
      expect(status, what).toBeLessThan(500);
      if (bound !== undefined) expect(json, what).toMatchObject({ code: 'forbidden', bound });
      else expect(['invalid', 'forbidden'], what).toContain((json as { code: string }).code);
      refusals += 1;
    }
  }
  counted('JO12', refusals, 'refusals of forged, altered, expired, oversize and misdirected links');
  expect((await ask(await sign(claims()))).status).toBe(201);
});

it('[JO12] accepts clocks that are a minute apart, and not more', async () => {
  const now = seconds();
  expect((await look(await sign(claims({ iat: now + 45, exp: now + 600 })))).status).toBe(200);
  expect((await look(await sign(claims({ iat: now - 600, exp: now - 45 })))).status).toBe(200);
});

it('[JO13] takes the origins of sites as browsers write them, and nothing else', async () => {
  const path = `/api/organisations/${scene.organisation}/origins`;
  const set = (origins: unknown) => running.http('PUT', path, { origins }, scene.cookie('owner'));
  const good = [
    'https://school.example',
    'https://a.b.school.example:8443',
    'http://localhost:3000',
    'https://192.0.2.7',
  ];
  expect((await set([...good, ...good])).json).toEqual({ origins: good });
  const bad = [
    '*',
    'https://*',
    'https://*.example',
    'http://school.example',
    'https://school.example/',
    'https://school.example/x',
    "https://a.example; script-src 'none'",
    'https://a.example https://b.example',
    'https://a.example\n',
    "'self'",
    'HTTPS://SCHOOL.EXAMPLE',
    'https://school.example:443',
    'https://u:p@a.example',
    'null',
    'data:',
    'ftp://a.example',
    '',

    'https://a..example',
    'https://-a.example',
    `https://${'a'.repeat(64)}.example`,
    `https://${'a.'.repeat(200)}example`,
  ];
  for (const one of bad) expect((await set([one])).json, one).toMatchObject({ code: 'invalid' });
  expect((await set(Array.from({ length: 21 }, (_, n) => `https://s${n}.example`))).json).toMatchObject({
    code: 'invalid',
  });
  counted('JO13', bad.length + 1, 'refused origins');
  expect((await set([])).json).toEqual({ origins: [] });
});
