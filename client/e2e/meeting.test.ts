import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { isNamed } from './support/named.ts';
import { Person } from './support/person.ts';
import { resetMembers, resetStrangers } from './support/resets.ts';
import { ServerProcess } from './support/server.ts';
import { moving } from './support/stats.ts';

let server: ServerProcess;
let browser: Browser;
const people: Person[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
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

async function expectEveryoneGets(video: number, audio: number): Promise<void> {
  await expect.poll(gains, { timeout: 60_000, interval: 100 }).toEqual(people.map(() => ({ video, audio })));
}

async function expectGains(kind: 'audio' | 'video', wanted: readonly number[]): Promise<void> {
  const ofKind = async () => (await gains()).map((gain) => gain[kind]);
  await expect.poll(ofKind, { timeout: 60_000, interval: 100 }).toEqual(wanted);
}

function person(index: number): Person {
  const found = people[index];
  if (!found) throw new Error('Nobody there.');
  return found;
}

describe('three people in a meeting', () => {
  it('see decoded frames and hear audio energy of both others', async () => {
    await expectEveryoneGets(2, 2);
  });

  it('see each other in the list and on the tiles', async () => {
    for (const someone of people) {
      for (const other of people) if (other !== someone) await someone.reads(other.name);
    }
  });

  it('chat both ways', async () => {
    for (const someone of people) await someone.opens('Chat', 'Your message to everyone');
    await person(0).says('Hello from **Ana**');
    await person(1).says('Hello from Ben');
    for (const someone of people) {
      await someone.reads('Hello from Ben');
      await someone.page.waitForFunction(() =>
        [...document.querySelectorAll('strong')].some(({ textContent }) => textContent === 'Ana'),
      );
    }
  });

  it('mute: the others see it and hear silence', async () => {
    await person(0).click('Mute');
    await person(0).sees('Unmute', 'button');
    await expectGains('audio', [2, 1, 1]);
    await person(0).click('Unmute');
    await expectEveryoneGets(2, 2);
  });

  it('share a screen: it comes on the stage of the others, and goes again', async () => {
    await person(1).click('Share');
    await person(0).sees('Screen of Ben');
    await expectGains('video', [3, 2, 3]);
    await person(1).click('Stop sharing');
    await expectEveryoneGets(2, 2);
  });

  it('do not notice a thousand connections of others that are reset', async () => {
    const { pid } = server;
    const closed: string[] = [];
    const watches = await Promise.all(people.map(({ page }) => page.createCDPSession()));
    for (const watch of watches) {
      await watch.send('Network.enable');
      watch.on('Network.webSocketClosed', ({ requestId }) => void closed.push(requestId));
    }
    await resetStrangers(server.origin, 500);
    await resetMembers(server.origin, 500);
    await expectEveryoneGets(2, 2);
    expect([server.pid, server.process.exitCode, closed]).toEqual([pid, null, []]);
    await Promise.all(watches.map((watch) => watch.detach()));
  });

  it('reload: the seat, the name and the messages are still there, and media comes back', async () => {
    await person(2).page.reload();
    await person(2).sees('Leave', 'button');
    await person(2).reads('Hello from Ben');
    await expectEveryoneGets(2, 2);
    await person(0).click('People', 'tab');
    const inList = () =>
      person(0).page.$eval('[role="tabpanel"]', (panel) => panel.textContent.split('Cleo').length - 1);
    await expect.poll(inList).toBe(1);
    await person(0).click('Chat', 'tab');
  });

  it('the worker is killed: media comes back for everyone by itself', async () => {
    const workers = server.workerPids();
    expect(workers.length).toBeGreaterThan(0);
    for (const pid of workers) process.kill(pid, 'SIGKILL');
    await expect.poll(() => server.workerPids().filter((pid) => !workers.includes(pid)).length).toBe(workers.length);
    await expectEveryoneGets(2, 2);
  });

  it('the server is killed and started again: same seats, every acknowledged message once, media back', async () => {
    await person(0).says('Last words before the crash');
    await person(1).reads('Last words before the crash');
    await server.kill();
    await server.launch();
    await expectEveryoneGets(2, 2);
    for (const someone of people) {
      // In the list: a live region may still be saying it.
      const count = await someone.page.$eval(
        '[aria-label="Messages"]',
        (list) => list.textContent.split('Last words before the crash').length - 1,
      );
      expect(count).toBe(1);
      expect(await isNamed(someone.page, 'button', 'Join meeting')).toBe(false);
    }
    await person(1).says('We are back');
    for (const someone of people) await someone.reads('We are back');
  });

  it('nothing has left the origin and no page has failed', () => {
    expect(people.flatMap(({ strayRequests }) => strayRequests)).toEqual([]);
    expect(people.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
