import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { afterEach, expect, it } from 'vitest';
import { ProcLoadReader } from './LoadReader.ts';
import { udpQueuesIn } from './udpQueues.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

it('reads sockets, their queues and drops from the text of the kernel, and leaves the rest alone', () => {
  const text = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
 3896: 0100007F:AD70 00000000:0000 07 00000000:0001A2C0 00:00000000 00000000     0        0 13134 2 000000005cd4b421 17
 broken
`;
  expect(udpQueuesIn(text)).toEqual([{ port: 0xad70, inode: '13134', queuedBytes: 0x1a2c0, drops: 17 }]);
  expect(udpQueuesIn('')).toEqual([]);
});

it.runIf(process.platform === 'linux')('sees what a process that does not read leaves in its socket', async () => {
  const program = `const socket = require('node:dgram').createSocket('udp4');
    socket.bind(0, '127.0.0.1', () => process.send(socket.address().port));`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  closers.push(() => void child.kill('SIGKILL'));
  const [port] = await once(child, 'message');
  const [reader, sender] = [new ProcLoadReader(), createSocket('udp4')];
  closers.push(
    () => reader.close(),
    () => void sender.close(),
  );
  // By its socket alone, as for the sockets between two workers, whose ports nobody knows here.
  const read = () => reader.read([{ pid: child.pid ?? 0, port: 0 }])[0];
  expect(read()).toMatchObject({ queuedBytes: 0, drops: 0 });
  child.kill('SIGSTOP');
  const packet = Buffer.alloc(1_000);
  const send = () => new Promise((sent) => sender.send(packet, Number(port), '127.0.0.1', sent));
  for (let i = 0; i < 20; i += 1) await send();
  expect(read()?.queuedBytes).toBeGreaterThan(20_000);
  // More than any buffer that the system gives unasked.
  for (let i = 0; i < 2_000 && read()?.drops === 0; i += 1) await Promise.all(Array.from({ length: 50 }, send));
  expect(read()?.drops).toBeGreaterThan(0);
});

it.runIf(process.platform === 'linux')(
  'counts a process that computes as busy, and one that sleeps as idle',
  async () => {
    const start = async (program: string) => {
      const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      closers.push(() => void child.kill('SIGKILL'));
      await once(child, 'message');
      return { pid: child.pid ?? 0, port: 0 };
    };
    const workers = [
      await start(`process.send(1, () => { for (;;) {} })`),
      await start(`process.send(1); setInterval(() => {}, 1e6)`),
    ];
    const reader = new ProcLoadReader();
    closers.push(() => reader.close());
    reader.read(workers);
    await expect.poll(() => reader.read(workers).map(({ busy }) => Math.round(busy))).toEqual([1, 0]);
  },
);

it('reads an idle worker where the system tells nothing', () => {
  const reader = new ProcLoadReader();
  closers.push(() => reader.close());
  expect(reader.read([{ pid: 2 ** 30, port: 0 }])).toEqual([expect.objectContaining({ queuedBytes: 0, busy: 0 })]);
});
