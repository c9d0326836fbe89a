import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultOutward, isAllowEntry } from '../src/outward/addresses.ts';
import { HttpOutward } from '../src/outward/HttpOutward.ts';
import { bytesOf, OutwardError, type OutwardRequest, statusOf } from '../src/outward/ports.ts';
import type { Resolve } from '../src/outward/resolving.ts';
import { counted } from './counted.ts';

/** A server inside, which no request may reach, and one of a stranger. */
let inner: Server;
let stranger: Server;
let connections = 0;
let handle: RequestListener = (_request, response) => response.end('good');

beforeAll(async () => {
  inner = createServer((_request, response) => response.end('secret'));
  inner.on('connection', () => (connections += 1));
  stranger = createServer((request, response) => handle(request, response));
  for (const server of [inner, stranger]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
});
afterAll(() => {
  inner.close();
  stranger.close();
  stranger.closeAllConnections();
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const at = (path = '/') => `http://good.test:${portOf(stranger)}${path}`;
const names: Readonly<Record<string, readonly string[]>> = {
  'good.test': ['127.0.0.1'],
  'loopback.test': ['127.0.0.1'],
  'mixed.test': ['93.184.216.34', '10.0.0.1'],
  'mapped.test': ['::ffff:127.0.0.1'],
  'metadata.test': ['169.254.169.254'],
  'six.test': ['::1'],
};
const fromTable: Resolve = async (host) => names[host] ?? [];
const outwardWith = (settings: Partial<typeof defaultOutward> = {}, resolve: Resolve = fromTable) =>
  new HttpOutward({ settings: { ...defaultOutward, allow: ['good.test'], ...settings }, agent: 'Plenum', resolve });
const outward = outwardWith();

/** The reason of the failure; `none` when there is none. */
async function reasonOf(request: OutwardRequest | string, one = outward): Promise<string> {
  const asked: OutwardRequest = typeof request === 'string' ? { method: 'GET', url: request } : request;
  try {
    await bytesOf(one, asked);
    return 'none';
  } catch (error) {
    if (!(error instanceof OutwardError)) throw error;
    // No message tells what an inner name resolves to.
    if (!asked.url.includes('127.')) expect(error.message).not.toMatch(/127\.|10\.0|169\./);
    return error.reason;
  }
}

const inwards = (port: number) =>
  [
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '0.0.0.0',
    '0',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '127.0.0.1.',
    '%31%32%37.0.0.1',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[2001:0:7f00:1::]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[fec0::1]',
    '[ff02::1]',
    '[0:0:0:0:0:ffff:127.0.0.1]',
    '10.0.0.1',
    '10.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '169.254.1',
    '0xa9fea9fe',
    '100.64.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    '198.18.0.1',
    '192.0.2.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    'loopback.test',
    'loopback.test.',
    'LOOPBACK.test',
    'mixed.test',
    'mapped.test',
    'metadata.test',
    'six.test',
  ].map((host) => `http://${host}:${port}/`);

const notAddresses = (port: number) => [
  'file:///etc/passwd',
  'gopher://127.0.0.1:70/',
  'ftp://good.test/',
  'data:text/plain,x',
  'javascript:1',
  'dict://good.test:2628/',
  'unix:///run/x.sock',
  'ws://good.test/',
  'about:blank',
  '',
  'good.test',
  '//good.test/',
  `http://user@good.test:${port}/`,
  `http://user:word@good.test:${port}/`,
  `http://good.test:${port}@127.0.0.1/`,
  'http://good.test:22/',
  'http://good.test:25/',
  'http://good.test:6667/',
  'http://good.test:0/',
  'http://good.test:99999/',
  'http://good.test:1/',
  'http://good.test:3659/',
  `http://good.test\t:${port}/`,
  `http://good.test:${port}/a b`,
  `http://good.test:${port}\\@127.0.0.1/`,
  `http://good.test:${port}/\r\nX-Inner: 1`,
  `http://good.test:${port}/\u0000`,
  'http://',
  'http://[::1',
  'http://[fe80::1%25eth0]/',
  'http://1.2.3.4.5/',
  'http://256.1.1.1/',
  'http://a..b/ ',
  `http://good.test:${port}/${'a'.repeat(2_048)}`,
];

describe('a request to a stranger’s address', () => {
  it('goes to no inner address, however it is written or resolved', async () => {
    const port = portOf(inner);
    for (const url of inwards(port)) expect([url, await reasonOf(url)]).toEqual([url, 'forbidden']);
    for (const url of notAddresses(port)) expect([url, await reasonOf(url)]).toEqual([url, 'address']);
    expect(connections).toBe(0);
    counted('X9', inwards(port).length + notAddresses(port).length, 'addresses refused, none connected inwards');
  });

  it('follows no redirect inwards, to another scheme, in circles, or from https to http', async () => {
    const port = portOf(inner);
    const targets = [...inwards(port), 'file:///etc/passwd', 'gopher://127.0.0.1:70/', `http://a:b@good.test:${port}/`];
    for (const status of [301, 302, 303, 307, 308]) {
      for (const target of targets) {
        handle = (_request, response) =>
          void response.writeHead(status, { location: target.replaceAll(/[^ -~]+/g, encodeURI) }).end();
        expect([target, await reasonOf(at())]).toEqual([
          target,
          expect.stringMatching(/^(forbidden|address|redirected)$/),
        ]);
      }
    }
    let asked = 0;
    handle = (_request, response) => void response.writeHead(302, { location: `/${(asked += 1)}` }).end();
    expect(await reasonOf(at())).toBe('redirected');
    expect(asked).toBe(4);
    expect(connections).toBe(0);
    counted('X9', targets.length * 5, 'redirects refused, none connected inwards');
  });

  it('resolves a name once a step, and connects to what was checked', async () => {
    let asked = 0;
    const turning: Resolve = async () => ((asked += 1) === 1 ? ['127.0.0.1'] : ['10.0.0.1']);
    const one = outwardWith({ allow: ['127.0.0.1'] }, turning);
    const url = `http://turning.test:${portOf(stranger)}/`;
    handle = (_request, response) => response.end('good');
    expect((await bytesOf(one, { method: 'GET', url })).bytes.toString()).toBe('good');
    expect(asked).toBe(1);
    asked = 0;
    handle = (_request, response) => void response.writeHead(302, { location: '/again' }).end();
    expect(await reasonOf(url, one)).toBe('forbidden');
    expect(asked).toBe(2);
  });

  it('says that a name has no address, and waits for none that never comes', async () => {
    expect(await reasonOf('http://unknown.test/')).toBe('unresolved');
    const never = outwardWith({}, () => new Promise(() => {}));
    expect(await reasonOf({ method: 'GET', url: 'http://good.test/', bounds: { idleMs: 50 } }, never)).toBe('silent');
    const public_ = outwardWith({}, undefined);
    expect(await reasonOf('http://localhost:4443/', public_)).toMatch(/^(unresolved|forbidden)$/);
  });

  it('keeps its bounds of bytes, time and silence', async () => {
    const bounds = { bytes: 100_000, idleMs: 200, totalMs: 2_000 };
    const asks = (more: Partial<OutwardRequest> = {}) => reasonOf({ method: 'GET', url: at(), bounds, ...more });
    let sent = 0;
    const flood = (response: ServerResponse) => {
      const chunk = Buffer.alloc(64 * 1_024);
      const more = () => {
        while (!response.destroyed && sent < 1_024 ** 3) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
      };
      more();
    };
    handle = (_request, response) => flood(response);
    expect(await asks()).toBe('tooLarge');
    expect(sent).toBeLessThan(32 * 1_024 ** 2);
    handle = (_request, response) => response.writeHead(200, { 'content-length': 1_024 ** 3 }).flushHeaders();
    expect(await asks()).toBe('tooLarge');
    handle = () => {};
    expect(await asks()).toBe('silent');
    handle = (_request, response) => void response.write('begun');
    expect(await asks()).toBe('silent');
    const timers = new Set<NodeJS.Timeout>();
    const drop = (response: ServerResponse | Socket) => {
      const timer = setInterval(() => response.write('x'), 20);
      timers.add(timer);
      response.on('close', () => clearInterval(timer));
    };
    handle = (_request, response) => drop(response);
    expect(await asks({ bounds: { ...bounds, totalMs: 500 } })).toBe('late');
    handle = (request, response) => void (request as IncomingMessage).socket.destroy(response.destroy() as never);
    expect(await asks()).toBe('unreachable');
    for (const timer of timers) clearInterval(timer);
  });

  it('unpacks nothing, takes only the types it wants, and endures what is no HTTP', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1_024 ** 2));
    handle = (request, response) => {
      expect(request.headers['accept-encoding']).toBe('identity');
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/pdf' }).end(bomb);
    };
    expect(await reasonOf(at())).toBe('encoded');
    handle = (_request, response) =>
      void response.writeHead(200, { 'content-type': 'Text/HTML; charset=x' }).end('<p>');
    expect(await reasonOf({ method: 'GET', url: at(), types: ['application/pdf', 'image/*'] })).toBe('type');
    expect(await reasonOf({ method: 'GET', url: at(), types: ['text/html'] })).toBe('none');
    const garbage = [
      '',
      'HTTP/1.1 2',
      '\0\0\0\0',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
    ];
    garbage.push(
      `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`,
      'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nfew',
    );
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.end(garbage.shift() ?? '');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://good.test:${(server.address() as AddressInfo).port}/`;
    while (garbage.length > 0) expect(await reasonOf(url)).toBe('unreachable');
    server.close();
  });

  it('sends what it was given, and no credential to another origin', async () => {
    const seen: { method: string; url: string; body: string; authorization: string | undefined }[] = [];
    handle = (request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        seen.push({ method, url, body, authorization: headers.authorization });
        const location = `http://other.test:${portOf(stranger)}/there`;
        if (url === '/') response.writeHead(307, { location }).end();
        else response.writeHead(url === '/there' ? 410 : 302, { location }).end();
      });
    };
    const one = outwardWith({ allow: ['*.test'] }, async () => ['127.0.0.1']);
    const request = { method: 'POST', url: at(), body: 'größe', headers: { authorization: 'Bearer word' } } as const;
    expect(await statusOf(one, request)).toBe(410);
    expect(seen).toEqual([
      { method: 'POST', url: '/', body: 'größe', authorization: 'Bearer word' },
      { method: 'POST', url: '/there', body: 'größe', authorization: undefined },
    ]);
    expect(await reasonOf({ ...request, url: at('/found') }, one)).toBe('redirected');
  });

  it('keeps to the lists of the operator', async () => {
    handle = (_request, response) => response.end('good');
    const port = portOf(stranger);
    const only = outwardWith({ only: ['good.test'] });
    expect(await reasonOf(at(), only)).toBe('none');
    expect(await reasonOf('http://example.org/', only)).toBe('forbidden');
    expect(await reasonOf(at(), outwardWith({ schemes: ['https'] }))).toBe('address');
    const network = outwardWith({ allow: ['127.0.0.0/8'] });
    expect(await reasonOf(`http://[::ffff:127.0.0.1]:${port}/`, network)).toBe('none');
    expect(await reasonOf(`http://10.0.0.1:${port}/`, network)).toBe('forbidden');
    expect(['10.0.0.0/8', 'fd00::/8', '*.example.org', 'moodle', '10.1.2.3'].every(isAllowEntry)).toBe(true);
    expect(['', 'a b', '*', 'http://x', '10.0.0.0/99'].some(isAllowEntry)).toBe(false);
  });

  it('has a bound for how many are open, and frees each', async () => {
    handle = (_request, response) => response.writeHead(200).flushHeaders();
    const open = await Promise.all(Array.from({ length: 100 }, () => outward.open({ method: 'GET', url: at() })));
    expect(await reasonOf(at())).toBe('busy');
    for (const answer of open) answer.close();
    handle = (_request, response) => response.end('good');
    expect(await reasonOf(at())).toBe('none');
  });
});
