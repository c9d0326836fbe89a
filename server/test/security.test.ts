import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endpoints } from '@plenum/shared/api/index';
import { apiRoot } from '@plenum/shared/core/endpoint';
import { paths } from '@plenum/shared/core/wire';
import { ConfigError, readConfig } from '../src/config.ts';
import { bring } from './apiScene.ts';
import { counted } from './counted.ts';
import { ProtooLine } from './protooLine.ts';
import { RecordScene } from './recordScene.ts';
import { type RoomLine, Running } from './running.ts';

let running: Running;
let scene: RecordScene;
beforeAll(async () => {
  running = await Running.create({}, { options: { trustProxy: 1 } });
  scene = await RecordScene.create(running);
});
afterAll(() => running.close());

type Claims = Readonly<Record<string, unknown>>;

const encoded = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** The claims of one of our tokens. */
function claimsOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;
}

/** Tokens that are nearly this one, each with what is wrong with it. The forger may know the form, and once even the secret. */
function forgeriesOf(token: string, secret: string): Readonly<Record<string, string>> {
  const [head = '', body = '', signature = ''] = token.split('.');
  const claims = claimsOf(token);
  const now = Math.floor(Date.now() / 1_000);
  /** Signed with the real secret: what is wrong is what it says. */
  const signed = (change: Claims, options: jwt.SignOptions = {}) =>
    jwt.sign({ ...claims, ...change }, secret, { algorithm: 'HS256', ...options });
  /** Signed with another one: what is wrong is that, whatever it says of itself. */
  const foreign = (header: Claims, change: Claims = {}) => {
    const options = { algorithm: 'HS256', header: { alg: 'HS256', ...header } } as jwt.SignOptions;
    return jwt.sign({ ...claims, ...change }, 'x'.repeat(48), options);
  };
  const unsigned = (alg: string, change: Claims = {}) =>
    `${encoded({ alg, typ: 'JWT' })}.${encoded({ ...claims, ...change })}.`;
  const { exp: _exp, ...endless } = claims;
  return {
    'no signature': `${head}.${body}.`,
    'no third part': `${head}.${body}`,
    'four parts': `${token}.x`,
    'a signature cut short': token.slice(0, -2),
    'another signature': `${head}.${body}.${signature.replace(/^./, (one) => (one === 'A' ? 'B' : 'A'))}`,
    'another role': `${head}.${encoded({ ...claims, role: 'host' })}.${signature}`,
    'another room': `${head}.${encoded({ ...claims, room: 'another-room' })}.${signature}`,
    'another member': `${head}.${encoded({ ...claims, member: 'another' })}.${signature}`,
    'a claim twice': `${head}.${encoded(JSON.stringify(claims).replace('{', '{"role":"host",'))}.${signature}`,
    'a further claim': `${head}.${encoded({ ...claims, operator: true })}.${signature}`,
    'the header of another token': `${encoded({ alg: 'HS256', typ: 'JWT', x: 1 })}.${body}.${signature}`,
    'alg none': unsigned('none'),
    'alg None': unsigned('None', { role: 'host' }),
    'alg NONE': unsigned('NONE'),
    'alg empty': unsigned(''),
    'alg HS384, with the secret': signed({}, { algorithm: 'HS384' }),
    'alg HS512, with the secret': signed({}, { algorithm: 'HS512' }),
    'alg RS256 said of HMAC': `${encoded({ alg: 'RS256', typ: 'JWT' })}.${body}.${signature}`,
    'alg ES256 said of HMAC': `${encoded({ alg: 'ES256', typ: 'JWT' })}.${body}.${signature}`,
    'another secret': foreign({}),
    'another secret, a host': foreign({}, { role: 'host' }),
    'kid as a path': foreign({ kid: '../../../../dev/null' }),
    'kid as an address': foreign({ kid: 'http://127.0.0.1/key' }),
    'kid as SQL': foreign({ kid: "x' union select 'x" }),
    'a key in the header': foreign({ jwk: { kty: 'oct', k: encoded('x'.repeat(48)) } }),
    'the address of keys': foreign({ jku: 'https://evil.example/keys.json' }),
    'a certificate in the header': foreign({ x5c: ['MIIB'] }),
    'a critical header': foreign({ crit: ['exp'] }),
    expired: signed({ exp: now - 120, iat: now - 240 }),
    'for later': signed({ nbf: now + 3_600 }),
    'for others': signed({ aud: 'another' }),
    'for several others': signed({ aud: ['a', 'b'] }),
    'from others': signed({ iss: 'another' }),
    'from nobody': jwt.sign({ ...endless, iss: undefined }, secret, { algorithm: 'HS256' }),
    'encrypted, it says': `${encoded({ alg: 'dir', enc: 'A256GCM' })}..x.y.z`,
    'no JSON inside': `${head}.${encoded('nothing')}.${signature}`,
    'an array inside': `${head}.${encoded([claims])}.${signature}`,
    'blanks around it': ` ${token} `.replaceAll(' ', '\u00A0'),
    'another alphabet': token.replaceAll('-', '+').replaceAll('_', '/').concat('='),
    twice: `${token},${token}`,
    nothing: '.',
    long: 'x'.repeat(4_000),
  };
}

it('no token but ours opens anything, and none harms the person whose name is on it (X6, X7)', async () => {
  const { id } = await running.createRoom();
  const victim = await running.enter(id, 'Vic');
  const secret = await running.store.secret('tickets');
  const seat = victim.welcome.seat ?? '';
  let [refused, tried] = [0, 0];
  const refuses = async (what: string, attempt: Promise<unknown>) => {
    tried += 1;
    const isRefused = await attempt.then(
      () => false,
      () => true,
    );
    expect([what, isRefused]).toEqual([what, true]);
    refused += 1;
  };
  const bearer = async (line: Pick<RoomLine, 'welcome'>) => {
    const { status } = await bring(running, line as RoomLine, `/api/rooms/${id}/files?name=a.txt`, 'x');
    if (status !== 403 && status !== 400) throw new Error(`accepted with ${status}`);
    return Promise.reject(new Error('refused'));
  };
  const asBearer = (token: string) => bearer({ welcome: { ...victim.welcome, seat: encodeURI(token) } });
  for (const [what, token] of Object.entries(forgeriesOf(seat, secret))) {
    await refuses(`seat, ${what}`, running.connect({ seat: token }));
    await refuses(
      `seat over HTTP, ${what}`,
      asBearer(token).catch((error: Error) => {
        if (error.message !== 'refused') return error.message;
        throw error;
      }),
    );
  }
  for (const [what, token] of Object.entries(forgeriesOf(await running.ticket(id, 'Eve'), secret))) {
    await refuses(`ticket, ${what}`, running.connect({ ticket: token }));
  }
  for (const [what, token] of Object.entries(forgeriesOf(victim.mediaTicket, secret))) {
    await refuses(`media, ${what}`, ProtooLine.connect(running.origin, token));
  }
  // A token of one kind is none of another, and a used one is none at all.
  const used = await running.ticket(id, 'Ben');
  await running.connect({ ticket: used });
  const fresh = await running.ticket(id, 'Cem');
  for (const ticket of [used, seat, victim.mediaTicket]) await refuses('another kind', running.connect({ ticket }));
  for (const token of [fresh, victim.mediaTicket]) await refuses('no seat', running.connect({ seat: token }));
  for (const token of [fresh, seat]) await refuses('no media ticket', ProtooLine.connect(running.origin, token));
  counted('X7', refused, `of ${tried} forged, altered, foreign and used tokens refused`);
  expect(refused).toBeGreaterThan(150);
  // X6: the victim is where they were, under their name, and can speak.
  expect(victim.socket.connected).toBe(true);
  expect(await victim.ask('chat:send', { text: 'Still here.' })).toMatchObject({ ok: true });
  const harm = victim.heard.filter(({ name }) =>
    ['presence:left', 'presence:dropped', 'presence:renamed'].includes(name),
  );
  expect(harm.filter(({ payload }) => (payload as { id?: string }).id === victim.welcome.me.id)).toEqual([]);
  counted('X6', tried, 'attempts with the name and id of a person who stayed in the meeting');
  // No line of the log has a token.
  const written = [seat, fresh, used, victim.mediaTicket].map((token) => token.split('.')[2] ?? token);
  expect(running.logged.filter((line) => written.some((part) => line.includes(part)))).toEqual([]);
}, 120_000);

it('pages of other servers open no line and change nothing (X11)', async () => {
  const { id } = await running.createRoom();
  const cookie = scene.cookie('owner');
  const { port } = running.server;
  const origins = ['https://evil.example', 'null', `http://127.0.0.1:${port + 1}`, `https://127.0.0.1:${port}`];
  const upgrade = async (path: string, origin: string | undefined) =>
    new Promise<number>((resolve, reject) => {
      const headers = {
        ...cookie,
        ...(origin !== undefined && { origin }),
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'sec-websocket-protocol': 'protoo',
      };
      const asked = request({ host: '127.0.0.1', port, path, headers });
      asked.once('upgrade', (_response, socket) => {
        socket.destroy();
        resolve(101);
      });
      asked.once('response', ({ statusCode = 0 }) => resolve(statusCode));
      asked.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve(0) : reject(error)));
      asked.end();
    });
  const ticket = await running.ticket(id, 'Ana');
  const lines = [`${paths.roomLine}/?EIO=4&transport=websocket`, `${paths.mediaLine}?ticket=${ticket}`];
  let refused = 0;
  for (const path of lines) {
    for (const origin of [...origins, '', undefined]) {
      expect(await upgrade(path, origin), `${path} ${origin}`).not.toBe(101);
      refused += 1;
    }
  }
  // Long polling is not spoken at all, by any page.
  for (const origin of [...origins, running.origin]) {
    const polled = await running.http('GET', `${paths.roomLine}/?EIO=4&transport=polling`, undefined, {
      ...cookie,
      origin,
    });
    expect(polled.status, origin).toBeGreaterThanOrEqual(400);
    refused += 1;
  }
  let network = 0;
  for (const one of endpoints.filter(({ method }) => method !== 'GET')) {
    const exact: Readonly<Record<string, string>> = {
      'recording:removeCaptions': '0001.vtt',
      'recording:dropCopy': 'webm',
    };
    const last = exact[one.name] ?? 'any-thing';
    const path = apiRoot + one.path.replaceAll(/:\w+(?=\/)/g, 'any-thing').replaceAll(/:\w+/g, last);
    for (const origin of origins) {
      const forwarded = { 'x-forwarded-for': `198.51.100.${1 + (network++ % 250)}` };
      const answer = await running.http(one.method, path, {}, { ...cookie, ...forwarded, origin });
      expect(answer.status, `${one.name} from ${origin}`).toBe(403);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.headers.get('set-cookie')).toBeNull();
      refused += 1;
    }
  }
  counted('X11', refused, 'upgrades, polls and writing requests from pages of other servers refused');
}, 60_000);

it('a server with a secret of an example does not start (X16)', () => {
  const weak = [
    'changemechangeme',
    'change-me-change-me',
    'secretsecretsecret',
    'password-password',
    'your_secret_token',
    'example.secret.key',
    'aaaaaaaaaaaaaaaaaaaa',
    '0000000000000000',
    '1212121212121212',
    'short',
    '',
  ];
  const settings = [
    (secret: string) => ({ PLENUM_TURN_URL: 'turn:relay.example', PLENUM_TURN_SECRET: secret }),
    (secret: string) => ({ PLENUM_METRICS_PORT: '9464', PLENUM_METRICS_TOKEN: secret }),
    (secret: string) => ({ PLENUM_CREATE_ROOMS: 'key', PLENUM_CREATE_KEY: secret }),
    (secret: string) => ({ PLENUM_CREATE_ROOMS: 'key', PLENUM_CREATE_KEY: `a-good-key-of-1789, ${secret}` }),
  ];
  let refused = 0;
  for (const setting of settings) {
    for (const secret of weak) {
      const read = () => readConfig(setting(secret));
      // An empty variable is one that is not set; the metrics of this machine alone need no token.
      if (secret === '' && 'PLENUM_METRICS_PORT' in setting('')) continue;
      expect(read, secret).toThrow(ConfigError);
      if (secret.length > 5) expect(read).not.toThrow(secret);
      refused += 1;
    }
    expect(() => readConfig(setting('b0fG8kQ2-pZ71xLw'))).not.toThrow();
  }
  counted('X16', refused, 'default, short and guessable secrets refuse to start');
});

it('the parts with known holes are there in mended versions, and every answer has its headers (X16)', async () => {
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string }>;
  };
  const least = {
    'socket.io': '4.6.2',
    'socket.io-parser': '4.2.6',
    'engine.io': '6.4.2',
    ws: '8.17.1',
    mediasoup: '3.19.0',
  };
  const order = new Intl.Collator('en', { numeric: true });
  let checked = 0;
  for (const [name, version] of Object.entries(least)) {
    const found = Object.entries(lock.packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
    expect(found.length, name).toBeGreaterThan(0);
    for (const [, { version: here = '0' }] of found)
      expect(order.compare(here, version), `${name} ${here}`).toBeGreaterThanOrEqual(0);
    checked += found.length;
  }
  for (const path of ['/', '/s/any-thing', '/home', '/account', '/api/account/ways', '/healthz', '/nothing.js']) {
    const { headers } = await running.http('GET', path);
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('referrer-policy'), path).toMatch(/^(no-referrer|same-origin)$/);
    expect(headers.get('x-powered-by'), path).toBeNull();
    if (headers.get('content-type')?.includes('html')) {
      expect(headers.get('content-security-policy'), path).toMatch(
        /script-src 'self'.*require-trusted-types-for 'script'/,
      );
      expect(headers.get('permissions-policy'), path).toContain('camera=(self)');
    }
    checked += 1;
  }
  counted('X16', checked, 'versions and answers checked');
});
