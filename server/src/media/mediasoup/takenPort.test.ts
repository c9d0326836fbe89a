import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../main.ts');
const address = '127.0.0.1';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-port-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Occupies a free port until it is released. */
const takers = {
  async udp() {
    const socket = createSocket('udp4');
    socket.bind(0, address);
    await once(socket, 'listening');
    return { port: socket.address().port, free: () => socket.close() };
  },
  async tcp() {
    const server = createServer().listen(0, address);
    await once(server, 'listening');
    const at = server.address();
    if (at === null || typeof at === 'string') throw new Error('A server has a port.');
    return { port: at.port, free: () => server.close() };
  },
};

it.each([
  ['UDP port of the first worker', 'udp', 0],
  ['TCP port of the first worker', 'tcp', 0],
  ['UDP port of the second worker', 'udp', 1],
] as const)('a %s that is taken ends the start with one line that says what to do', async (_what, kind, worker) => {
  const taken = await takers[kind]();
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: {
      ...process.env,
      PLENUM_DATA: join(folder, 'data'),
      PLENUM_RTC_PORT: String(taken.port - worker),
      PLENUM_WORKERS: '2',
      PLENUM_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [logged, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  taken.free();
  expect(code).toBe(78);
  expect(said.trim().split('\n')).toEqual([
    expect.stringContaining(`Port ${taken.port} (media, UDP and TCP on ${address}) is in use.`),
  ]);
  expect(said).toContain('PLENUM_RTC_PORT');
  expect(logged).toBe('');
});
