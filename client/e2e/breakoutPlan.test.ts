import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { moveToRoom } from './support/breakout.ts';
import { launchBrowser } from './support/browser.ts';
import { Crowd } from './support/crowd.ts';
import { waitForNamed } from './support/named.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
let ana: Person;
let crowd: Crowd;

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  // She drags from the list at the top to the last room.
  ana = await Person.at({ browser, origin: server.origin, name: 'Ana', viewport: { width: 1440, height: 1300 } });
  await ana.openRoom();
  await ana.enter('Join without microphone and camera');
  crowd = await Crowd.join(server.origin, ana.room, 5);
});

afterAll(async () => {
  crowd?.close();
  await browser?.close();
  await server?.close();
});

/** Drags somebody from the list they are in to a room, with the mouse. */
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

it('breakout rooms are planned by dragging, by menu and by keyboard alone', async () => {
  await ana.click('Breakouts');
  await ana.reads('Unassigned: 6');
  await drag(ana, 'Member 01', 'People in Room 1');
  await ana.reads('Unassigned: 5');
  await drag(ana, 'Member 02', 'People in Room 2');
  await ana.reads('Unassigned: 4');
  await moveToRoom(ana, 'Member 03', 'Room 2');
  await ana.reads('Unassigned: 3');
  // By the number of the room.
  await (await ana.page.waitForSelector('[role="row"][aria-label="Member 05"]'))?.click();
  await ana.reads('1 selected');
  await ana.page.keyboard.press('Digit2');
  await ana.reads('Unassigned: 2');
  await (await waitForNamed(ana.page, 'button', 'Drag Member 04')).focus();
  // Takes them up, which goes to the first room, and drops them there.
  for (const key of ['Enter', 'Enter'] as const) await ana.page.keyboard.press(key);
  await ana.reads('Unassigned: 1');
  expect(await violations(ana.page)).toEqual([]);
});
