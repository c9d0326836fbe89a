import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { type Ending, findShield, runShielded, type ShieldedProcess } from './shielded.ts';

let top: string;
let folder: string;
beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), 'plenum-apart-'));
  folder = join(top, 'job');
  await mkdir(folder);
  await writeFile(join(top, 'secret'), 'a secret');
  await writeFile(join(top, 'readable'), 'can be read');
});
afterAll(() => rm(top, { recursive: true, force: true }));

interface Run {
  readonly signal?: AbortSignal;
  readonly onBegun?: (begun: ShieldedProcess) => void;
}

/** Runs a shell script in the shield and returns how it ended, with the lines of its output. */
async function run(
  script: string,
  { signal = new AbortController().signal, ...more }: Run = {},
): Promise<{ ending: Ending; said: string[] }> {
  const said: string[] = [];
  const ending = await runShielded({
    program: 'sh',
    args: ['-c', script],
    folder,
    readable: [join(top, 'readable'), process.execPath],
    milliseconds: 60_000,
    cpuSeconds: 1,
    memory: 2_000_000_000,
    fileSize: 1_000_000,
    signal,
    onLine: (line) => said.push(line),
    ...more,
  });
  return { ending, said };
}

it('[SL12] has none of the server’s environment, and a home of its own', async () => {
  process.env['PLENUM_SECRET_OF_TEST'] = 'secret';
  const { said } = await run('env; pwd');
  delete process.env['PLENUM_SECRET_OF_TEST'];
  expect(said.join('\n')).not.toContain('secret');
  expect(said).toEqual(expect.arrayContaining([`HOME=${folder}`, `TMPDIR=${folder}`, folder]));
});

it('[SL12] writes no file larger than its bound', async () => {
  await run('head -c 3000000 /dev/zero > large');
  expect((await stat(join(folder, 'large'))).size).toBeLessThan(1_001_000);
});

it('[SL12] is killed when it has used its processor time', async () => {
  expect((await run('while :; do :; done')).ending).toEqual({ how: 'killed' });
}, 120_000);

it('[SL12] has the lowest priority', async () => {
  expect((await run('nice')).said).toEqual(['19']);
});

it('[SL12] ends when its signal is aborted', async () => {
  const gone = new AbortController();
  gone.abort();
  expect((await run('sleep 1000', { signal: gone.signal })).ending).toEqual({ how: 'cancelled' });
});

it('[SL12] talks over two pipes with the server that asks for them, and stands while it is told to', async () => {
  let answer: Promise<string> | undefined;
  await run('read line <&3; echo "got $line" >&4', {
    onBegun({ input, output, halt }) {
      answer = text(output);
      halt(true);
      input.end('a line\n');
      halt(false);
    },
  });
  expect(await answer).toBe('got a line\n');
});

it('[SL12] reaches no network', async (context) => {
  if ((await findShield()) === 'none') return context.skip('this system lets no process have a network of its own');
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(request.url ?? '');
    response.end('hello');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = `fetch('http://127.0.0.1:${port}/').then(() => console.log('reached'), () => console.log('refused'))`;
  const { said } = await run(`exec ${process.execPath} -e "${ask}"`);
  server.close();
  expect(said).toEqual(['refused']);
  expect(heard).toEqual([]);
});

it('[SL12] sees no file but its own, the readable ones and the system’s, and writes its own only', async (context) => {
  if ((await findShield()) !== 'whole') return context.skip('this system lets no process have a file tree of its own');
  await writeFile(join(folder, 'mine'), 'my own');
  const { said } = await run(`
    cat mine ../readable
    cat ../secret /etc/passwd || echo hidden
    ls ..
    touch /usr/plenum-was-here || echo no
    echo more > written
    umount -l ../readable || echo stays
    ls /proc | grep -c '^[0-9]'`);
  expect(said.slice(0, -1).join(' ')).toBe('my owncan be readhidden job readable no stays');
  // The program and the processes that it has started.
  expect(Number(said.at(-1))).toBeLessThan(7);
  expect(await readdir(folder)).toContain('written');
});
