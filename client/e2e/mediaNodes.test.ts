import { execFileSync } from 'node:child_process';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';
import { moving, workerPorts } from './support/stats.ts';

let server: ServerProcess;
let browser: Browser;
const people: Person[] = [];

beforeAll(async () => {
  const preload = new URL('../../server/test/overNodes.ts', import.meta.url).href;
  [server, browser] = await Promise.all([
    ServerProcess.start({ preload, environment: { MEDIA_NODES: '2' } }),
    launchBrowser(),
  ]);
  const { origin } = server;
  const ana = await Person.join({ browser, origin, name: 'Ana' });
  people.push(ana);
  for (const name of ['Ben', 'Cleo']) people.push(await Person.join({ browser, origin, name, room: ana.room }));
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** What each one sees and hears at the same time, for real: frames decoded and energy heard within a second and a half. */
async function gains(): Promise<{ video: number; audio: number }[]> {
  const before = await Promise.all(people.map((someone) => someone.received()));
  // A window to measure in, not a wait for something: fake microphones beep once a second.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const now = await Promise.all(people.map((someone) => someone.received()));
  return now.map((streams, index) => moving(before[index] ?? [], streams));
}

async function expectAll(each: readonly { video: number; audio: number }[]): Promise<void> {
  await expect.poll(gains, { timeout: 60_000, interval: 100 }).toEqual(each);
}

const both = { video: 2, audio: 2 };

/** The process of the media node that has this port. */
function nodeAt(port: number): number {
  const all = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(server.pid)], { encoding: 'utf8' });
  const line = all.split('\n').find((one) => one.includes(`node-${port}`));
  if (line === undefined) throw new Error(`No media node has the port ${port}.`);
  return Number.parseInt(line, 10);
}

describe('three people whose media are on two nodes', () => {
  it('see decoded frames and hear audio energy of both others', async () => {
    await expectAll([both, both, both]);
    const ports = await Promise.all(people.map(({ page }) => workerPorts(page)));
    expect(new Set(ports.flat()).size).toBe(2);
  });

  it('mute: the others hear silence, on either node', async () => {
    const [ana] = people;
    await ana?.click('Mute');
    await expectAll([both, { video: 2, audio: 1 }, { video: 2, audio: 1 }]);
    await ana?.click('Unmute');
    await expectAll([both, both, both]);
  });

  it('come back without a click when a node is killed', async () => {
    const [, ben] = people;
    if (!ben) throw new Error('Nobody there.');
    const [port = 0] = await workerPorts(ben.page);
    process.kill(nodeAt(port), 'SIGKILL');
    await expectAll([both, both, both]);
    const ports = await Promise.all(people.map(({ page }) => workerPorts(page)));
    expect(ports.flat()).not.toContain(port);
  });
});
