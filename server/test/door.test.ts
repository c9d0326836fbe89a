import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiRoot, type Endpoint, writes } from '@plenum/shared/core/endpoint';
import { endpoints } from '@plenum/shared/api/index';
import { Running } from './running.ts';

let running: Running;
let room: string;
let seat: string;
/** Another room, for requests that end a meeting. */
let ended: string;
beforeAll(async () => {
  running = await Running.create();
  const made = await running.createRoom();
  room = made.id;
  seat = (await running.enter(room, 'Ana', made.hostKey)).welcome.seat;
  ended = (await running.createRoom()).id;
  running.identity.add('operator', { operator: true });
});
afterAll(() => running.close());

const values: Readonly<Record<string, () => string>> = {
  room: () => room,
  child: () => room,
  file: () => 'f'.repeat(32),
  content: () => 'f'.repeat(32),
  logo: () => 'f'.repeat(32),
  presentation: () => 'talk',
  part: () => 'file',
  secret: () => 's'.repeat(16),
  client: () => 'c'.repeat(16),
};
const queries: Readonly<Record<string, string>> = {
  'slides:bring': '?name=a.pdf&sizes=3',
  'prepared:bring': '?name=a.pdf&sizes=3',
  'recording:addCaptions': '?kind=captions&lang=en&label=English',
};

/** What an endpoint calls by a word that others use for something else. */
const own: Readonly<Record<string, string>> = {
  'recording:file': '0001.webm',
  'recording:captions': '0001.vtt',
  'recording:removeCaptions': '0001.vtt',
  'recording:readCopy': 'webm',
  'recording:dropCopy': 'webm',
};
const ownParams: readonly string[] = ['file', 'kind'];

/** Requests that end the meeting which they are about. */
const isEnding = (name: string) => name === 'operator:endRoom';

function pathOf({ path, name }: Endpoint): string {
  const valueOf = (param: string) =>
    (isEnding(name) ? ended : ownParams.includes(param) && own[name] ? own[name] : values[param]?.()) ?? 'none';
  const filled = path.replaceAll(/:(\w+)/g, (_all, param: string) => valueOf(param));
  return `${apiRoot}${filled}${queries[name] ?? ''}`;
}

const all = endpoints.map((one): [string, Endpoint] => [one.name, one]);
const writing = all.filter(([, one]) => writes(one));
const taking = writing.filter(([, { input, body }]) => input !== undefined || body !== undefined);
/** The seat of a member with every right, and the session of an operator. */
const bearing = () => ({ authorization: `Bearer ${seat}`, cookie: running.identity.cookieOf('operator') });

describe.each(all)('%s', (_name, one) => {
  it('takes only its own method, and names it in the error', async () => {
    const sharing = endpoints.filter(({ path }) => path === one.path).map(({ method }) => method);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter(
      (other) => !sharing.some((known) => known === other),
    )) {
      const answer = await running.http(method, pathOf(one), undefined, bearing());
      expect(answer.status, method).toBe(405);
      expect(answer.json).toMatchObject({ ok: false, code: 'invalid', message: expect.stringContaining(one.method) });
      expect(answer.headers.get('allow')?.split(', ')).toContain(one.method);
    }
  });

  it('may not be cached, unless it is a file', async () => {
    const { headers } = await running.http(one.method, pathOf(one), undefined, bearing());
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('refuses an unknown field in its query', async () => {
    const at = pathOf(one);
    const answer = await running.http(one.method, `${at}${at.includes('?') ? '&' : '?'}extra=1`, undefined, {
      ...bearing(),
    });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 'invalid', message: expect.stringContaining('"extra"') });
  });
});

describe.each(taking)('%s', (_name, one) => {
  it('refuses a body of another type, and names the type that it takes', async () => {
    const type = one.body ? 'application/octet-stream' : 'application/json';
    for (const wrong of ['text/html', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded']) {
      const answer = await running.http(one.method, pathOf(one), 'x=1', { ...bearing(), 'content-type': wrong });
      expect(answer.status, wrong).toBe(415);
      expect(answer.json).toMatchObject({ ok: false, code: 'invalid', message: expect.stringContaining(type) });
    }
  });

  it('refuses a compressed body', async () => {
    const type = one.body ? 'application/octet-stream' : 'application/json';
    const headers = { ...bearing(), 'content-type': type, 'content-encoding': 'gzip' };
    expect((await running.http(one.method, pathOf(one), '{}', headers)).status).toBe(415);
  });
});

describe.each(writing)('%s', (_name, one) => {
  it('is accepted only from our own pages', async () => {
    for (const origin of ['https://evil.example', 'null']) {
      const answer = await running.http(one.method, pathOf(one), undefined, { ...bearing(), origin });
      expect(answer).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    }
  });
});

describe('the door', () => {
  it.each([
    '/api',
    '/api/',
    '/api/rooms/',
    '/api/Rooms',
    '/api/rooms/%ff',
    '/api/rooms/a/b/c/d/e/f/g',
    '/api/server/..%2frooms',
    '/api/constructor',
    '/api/rooms/__proto__',
  ])('answers notFound for %s', async (path) => {
    const answer = await running.http('GET', path);
    expect(answer).toMatchObject({ status: 404, json: { ok: false, code: 'notFound' } });
  });

  it('answers HEAD as GET, without a body', async () => {
    const answer = await fetch(`${running.origin}/api/server`, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it('refuses a field that comes twice', async () => {
    const answer = await running.http('POST', `/api/rooms/${room}/files?name=a&name=b`, undefined, bearing());
    expect(answer).toMatchObject({ status: 400, json: { message: expect.stringContaining('twice') } });
  });

  it('refuses a body where the endpoint takes none', async () => {
    const status = await new Promise((resolve, reject) => {
      const asking = request(`${running.origin}/api/server`, { method: 'GET' }, ({ statusCode }) =>
        resolve(statusCode),
      );
      asking.on('error', reject);
      asking.setHeader('Content-Length', 1);
      asking.end('x');
    });
    expect(status).toBe(400);
  });

  it('names the wrong field and its bound', async () => {
    const long = await running.http('POST', '/api/rooms', { title: 'x'.repeat(121) });
    expect(long.json).toMatchObject({ message: '"title" is too long or too large: 120 at most.' });
    const extra = await running.http('POST', '/api/rooms', { title: 'x', owner: 'me' });
    expect(extra.json).toMatchObject({ message: 'The field "owner" is unknown.' });
  });

  it('checks the caller before the body', async () => {
    const path = `/api/rooms/${room}/presentations?nonsense=1`;
    const answer = await running.http('POST', path, 'x', { 'content-type': 'text/html' });
    expect(answer.status).toBe(403);
  });
});
