import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { isNamed, waitForNamed } from './support/named.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';
import { moving } from './support/stats.ts';

let server: ServerProcess;
let browser: Browser;
let host: Person;
const others: Person[] = [];

const other = (index: number): Person => {
  const found = others[index];
  if (!found) throw new Error('Nobody there.');
  return found;
};
const everybody = () => [host, ...others];

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  const { origin } = server;
  host = await Person.join({ browser, origin, name: 'Ana' });
  for (const name of ['Ben', 'Cleo', 'Dora']) {
    others.push(await Person.join({ browser, origin, name, room: host.room }));
  }
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Streams of video that move and of audio that is heard, for each person, within a second and a half. */
async function flowing(): Promise<string[]> {
  const before = await Promise.all(everybody().map((someone) => someone.received()));
  // A window to measure in, not a wait for something: fake microphones beep once a second.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const now = await Promise.all(everybody().map((someone) => someone.received()));
  return now.map((streams, index) => {
    const { video, audio } = moving(before[index] ?? [], streams);
    return `${everybody()[index]?.name}: ${video}/${audio}`;
  });
}

/** How many others each one sees and hears, in the order of Ana, Ben, Cleo, Dora. */
async function expectCompany(...company: readonly number[]): Promise<void> {
  const wanted = everybody().map(({ name }, index) => `${name}: ${company[index]}/${company[index]}`);
  await expect.poll(flowing, { timeout: 90_000, interval: 100 }).toEqual(wanted);
}

/** Drags somebody from the list they are in to a room of the plan, with the mouse. */
async function drag(person: Person, name: string, list: string): Promise<void> {
  const handle = await waitForNamed(person.page, 'button', `Drag ${name}`);
  const target = await person.page.waitForSelector(`[role="grid"][aria-label="${list}"]`);
  await handle.scrollIntoView();
  const [from, to] = [await handle.boundingBox(), await target?.boundingBox()];
  if (!from || !to) throw new Error('Nothing to drag.');
  await person.page.mouse.move(from.x + 60, from.y + from.height / 2);
  await person.page.mouse.down();
  await person.page.mouse.move(to.x + 40, to.y + 15, { steps: 10 });
  await person.page.mouse.move(to.x + 60, to.y + 20, { steps: 5 });
  await person.page.mouse.up();
}

describe('breakout rooms', () => {
  it('are planned by dragging, by menu and by keyboard alone', async () => {
    await expectCompany(3, 3, 3, 3);
    await host.panel('Rooms', 'People');
    await host.reads('Without a room: 4');
    await drag(host, 'Ben', 'People in Room 1');
    await host.reads('Without a room: 3');
    await host.click('Move Cleo');
    await (await host.page.waitForSelector('[role="menuitemradio"] ::-p-text(Room 2)'))?.click();
    await host.reads('Without a room: 2');
    const handle = await waitForNamed(host.page, 'button', 'Drag Dora');
    await handle.focus();
    await host.page.keyboard.press('Enter');
    await host.page.keyboard.press('Tab');
    await host.page.keyboard.press('Tab');
    await host.page.keyboard.press('Enter');
    await host.reads('Without a room: 1');
    expect(await violations(host.page)).toEqual([]);
  });
});
