import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, vi } from 'vitest';
import { watchWorker } from './watchdog.ts';

const settings = { everyMs: 1, limitMs: 250, misses: 2, busyMisses: 4, sendingMisses: 8 };

/** Watches a process of this program that never answers; gives how often it was asked before it was given up. */
async function askedOf(program: string): Promise<number> {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const getResourceUsage = vi.fn<() => Promise<never>>(() => new Promise(() => {}));
  try {
    await new Promise<void>((resolve) => watchWorker({ pid: child.pid ?? 0, getResourceUsage }, settings, resolve));
  } finally {
    child.kill('SIGKILL');
  }
  return getResourceUsage.mock.calls.length;
}

it('gives a worker up soon that does nothing', async () => {
  // Once it has said something it is idle.
  expect(await askedOf('console.log(1); setInterval(() => {}, 1e6)')).toBeLessThan(settings.busyMisses);
});

it('waits longer for one that works, and not for ever', async () => {
  expect(await askedOf('console.log(1); for (;;) {}')).toBe(settings.busyMisses);
});

it('waits longest for one that moves packets, and not for ever', async () => {
  const sends = `
    const socket = require('node:dgram').createSocket('udp4');
    const send = () => { for (let i = 0; i < 100; i += 1) socket.send('x', 9, '127.0.0.1'); setImmediate(send); };
    socket.bind(0, '127.0.0.1', () => { console.log(1); send(); });
  `;
  expect(await askedOf(sends)).toBe(settings.sendingMisses);
});
