import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, beforeEach, afterEach, expect, it } from 'vitest';
import { dial, resetAfter, uncaught, upgradeHead } from './lineAbuse.ts';
import { ProtooLine } from './protooLine.ts';
import { type RoomLine, Running } from './running.ts';

let running: Running;
let fatal: ReturnType<typeof uncaught>;
beforeAll(async () => {
  // Thousands of attempts come from one address, so its rate must be wide.
  running = await Running.create({}, { options: { addressLines: 20_000 } });
});
afterAll(() => running.close());
beforeEach(() => (fatal = uncaught()));
afterEach(() => fatal.stop());

/** No error was uncaught, and a new member gets both lines. */
async function isAlive(): Promise<void> {
  expect((await running.http('GET', '/healthz')).status).toBe(200);
  const line = await running.enter((await running.createRoom()).id, 'Zoe');
  const media = await ProtooLine.connect(running.origin, line.welcome.media?.ticket ?? '');
  await expect(media.request('media:open', {})).resolves.toMatchObject({ resumed: false });
  expect(fatal.errors).toEqual([]);
}

async function ticketFrom(line: RoomLine): Promise<string> {
  const answer = await line.ask('media:ticket', {});
  if (!answer.ok) throw new Error(answer.code);
  return String(Reflect.get(Object(answer.value), 'ticket'));
}

const wrong = { 'Sec-WebSocket-Protocol': 'graphql-ws' };
const keyless = { 'Sec-WebSocket-Key': undefined };
it.each([
  ['a media upgrade without a key', '/media', keyless],
  ['a media upgrade without a ticket', '/media', {}],
  ['a media upgrade of another protocol', '/media', wrong],
  ['a media upgrade of another version', '/media', { 'Sec-WebSocket-Version': '7' }],
  ['a media upgrade to something else', '/media', { Upgrade: 'h2c' }],
  ['a room line upgrade', '/socket.io/?EIO=4&transport=websocket', {}],
  ['a room line upgrade without a key', '/socket.io/?EIO=4&transport=websocket', keyless],
  ['an upgrade of an unknown path', '/elsewhere', {}],
  ['an upgrade of a malformed path', '//', {}],
])('500 resets during %s do not end the server', async (_what, path, headers) => {
  const head = upgradeHead(running.origin, path, headers);
  for (let n = 0; n < 500; n += 1) await resetAfter(running.origin, head, n % 5);
  await isAlive();
});

it('500 resets of members while their media line is accepted do not end the server', async () => {
  const { id } = await running.createRoom();
  let line: RoomLine | undefined;
  for (let n = 0; n < 500; n += 1) {
    // Tickets are limited for each member.
    if (n % 10 === 0) line = await running.enter(id, `Ana ${n}`);
    if (!line) throw new Error('no line');
    const head = upgradeHead(running.origin, `/media?ticket=${await ticketFrom(line)}`);
    await resetAfter(running.origin, head, n % 7);
    if (n % 10 === 9) line.socket.disconnect();
  }
  await isAlive();
});

it('500 resets in the middle of a request head do not end the server', async () => {
  const head = upgradeHead(running.origin, '/media');
  for (let n = 0; n < 500; n += 1) await resetAfter(running.origin, head.slice(0, 1 + (n % head.length)), n % 3);
  await isAlive();
});

it('a reset in the middle of a frame ends that line alone', async () => {
  const { id } = await running.createRoom();
  for (let n = 0; n < 20; n += 1) {
    const line = await running.enter(id, `Ana ${n}`);
    const head = upgradeHead(running.origin, `/media?ticket=${await ticketFrom(line)}`);
    // A masked text frame that announces 126 bytes and has two.
    const half = Buffer.concat([Buffer.from(head), Buffer.from([0x81, 0xfe, 0, 126, 1, 2, 3, 4, 5, 6])]);
    await resetAfter(running.origin, half, n);
    line.socket.disconnect();
  }
  await isAlive();
});

it('resets during and after a TLS handshake do not end the server', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plenum-tls-'));
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', '-x509', ...curve, '-subj', '/CN=x', '-keyout', key, '-out', cert], {
    stdio: 'pipe',
  });
  const secure = await Running.create();
  await secure.stop();
  secure.settings = { tls: { key: await readFile(key), cert: await readFile(cert) } };
  await secure.start();
  const head = upgradeHead(secure.origin, '/media', keyless);
  for (let n = 0; n < 100; n += 1) {
    await resetAfter(secure.origin, Buffer.from([0x16, 3, 1, 2, 0, 1]), n % 3);
    const socket = await dial(secure.origin);
    const closed = once(socket, 'close');
    const inner = connect({ socket, rejectUnauthorized: false });
    inner.on('error', () => undefined);
    await once(inner, 'secureConnect');
    inner.write(head);
    for (let turn = 0; turn < n % 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    socket.resetAndDestroy();
    await closed;
  }
  await secure.close();
  await rm(folder, { recursive: true });
  expect(fatal.errors).toEqual([]);
});
