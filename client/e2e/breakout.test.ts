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

/** How many pictures move for each person within a second and a half, and whether anybody is heard. */
async function flowing(): Promise<string[]> {
  const before = await Promise.all(everybody().map((someone) => someone.received()));
  // A window to measure in, not a wait for something: fake microphones beep once a second.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const now = await Promise.all(everybody().map((someone) => someone.received()));
  return now.map((streams, index) => {
    const { video, audio } = moving(before[index] ?? [], streams);
    return `${everybody()[index]?.name} sees ${video}, ${audio > 0 ? 'sound' : 'silence'}`;
  });
}

/** How many others each one sees, in the order of Ana, Ben, Cleo, Dora; `hears` are those who hear somebody all the same. */
async function expectCompany(company: readonly number[], hears: readonly string[] = []): Promise<void> {
  const wanted = everybody().map(({ name }, index) => {
    const seen = company[index] ?? 0;
    return `${name} sees ${seen}, ${seen > 0 || hears.includes(name) ? 'sound' : 'silence'}`;
  });
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

/** Sends somebody to a room by their menu on the board. */
async function moveTo(name: string, room: string): Promise<void> {
  await host.click(`Move ${name}`);
  await host.click(room, 'menuitem');
}

describe('breakout rooms', () => {
  it('are planned by dragging, by menu and by keyboard alone', async () => {
    await expectCompany([3, 3, 3, 3]);
    await host.panel('Rooms', 'People');
    await host.reads('Without a room: 4');
    await drag(host, 'Ben', 'People in Room 1');
    await host.reads('Without a room: 3');
    await moveTo('Cleo', 'Room 2');
    await host.reads('Without a room: 2');
    const handle = await waitForNamed(host.page, 'button', 'Drag Dora');
    await handle.focus();
    // Takes her up, which goes to the first room, and drops her there.
    for (const key of ['Enter', 'Enter'] as const) await host.page.keyboard.press(key);
    await host.reads('Without a room: 1');
    expect(await violations(host.page)).toEqual([]);
  });

  it('open: people are asked, and go with their devices to where only their group sees and hears them', async () => {
    await host.click('Open 2 rooms');
    for (const someone of others) await someone.sees('Not now', 'button');
    expect(await violations(other(0).page)).toEqual([]);
    for (const [index, room] of ['Room 1', 'Room 2', 'Room 1'].entries()) await other(index).click(`Go to ${room}`);
    for (const someone of others) await someone.reads('You are in Room');
    await expectCompany([0, 1, 0, 1]);
    await other(0).says('Only for our room');
    await other(2).opens('Chat', 'Your message to everyone');
    await other(2).reads('Only for our room');
    await other(1).opens('Chat', 'Your message to everyone');
    expect(await other(1).page.evaluate(() => document.body.innerText.includes('Only for our room'))).toBe(false);
  });

  it('show a moderator who is where, who moves somebody at once', async () => {
    await host.click('Ask before moving people', 'label');
    await moveTo('Dora', 'Room 2');
    await other(2).reads('You are in Room 2');
    await expectCompany([0, 0, 1, 1]);
    expect(await violations(host.page)).toEqual([]);
  });

  it('keep somebody who reloads the page', async () => {
    await other(2).page.reload();
    await other(2).reads('You are in Room 2');
    await expectCompany([0, 0, 1, 1]);
  });

  it('call a moderator, who steps in and out', async () => {
    await other(1).click('Call a moderator');
    await host.reads('Cleo calls a moderator to Room 2.');
    await host.click('Go there');
    await host.reads('You are in Room 2');
    await expectCompany([2, 0, 2, 2]);
    await host.click('Back to the meeting');
    await expectCompany([0, 0, 1, 1]);
  });

  it('all read what is written to all rooms', async () => {
    await host.type('Write to all rooms', 'Two minutes left');
    await host.page.keyboard.press('Enter');
    for (const someone of others) await someone.reads('Ana to all rooms: Two minutes left');
  });

  it('hear a moderator who speaks to all rooms, and only as long as that', async () => {
    await host.panel('Rooms', 'People');
    await host.click('Speak to all rooms');
    for (const someone of others) await someone.reads('Ana speaks to all rooms.');
    await expectCompany([0, 0, 1, 1], ['Ben']);
    await host.click('Stop speaking to all');
    await expectCompany([0, 0, 1, 1]);
  });

  it('survive a restart of the server', async () => {
    await server.kill();
    await server.launch();
    await expectCompany([0, 0, 1, 1]);
  });

  it('close, and everybody is back with microphone and camera', async () => {
    await host.panel('Rooms', 'People');
    await host.click('Close all 2 rooms');
    await host.click('Close now');
    await expectCompany([3, 3, 3, 3]);
    for (const someone of others) expect(await isNamed(someone.page, 'button', 'Mute')).toBe(true);
  });

  it('nothing has left the origin and no page has failed', () => {
    expect(everybody().flatMap(({ strayRequests }) => strayRequests)).toEqual([]);
    expect(everybody().flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
