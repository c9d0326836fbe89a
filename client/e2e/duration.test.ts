import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { movedClock, pass } from './support/passing.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
let host: Person;
let ben: Person;
const both = () => [host, ben];

async function enter(name: string, room?: string): Promise<Person> {
  const person = await Person.at({ browser, origin: server.origin, name });
  if (room === undefined) await person.openRoom();
  else await person.page.goto(server.origin + room);
  await person.enter('Join without microphone and camera');
  return person;
}

const passMinutes = (minutes: number) => pass(server, both(), minutes * 60_000);

const reads = (text: string) => Promise.all(both().map((person) => person.reads(text)));
/** Opens the window about the length of the meeting, by the time in the top bar. */
const openWindow = (person: Person) => person.click('How long the meeting may last');
const showsTime = (person: Person, time: string) =>
  person.page.waitForFunction(
    (wanted) => [...document.querySelectorAll('header [role=timer]')].some((one) => one.textContent.includes(wanted)),
    { polling: 100 },
    time,
  );

beforeAll(async () => {
  const environment = { PLENUM_ROOM_MINUTES: '60', PLENUM_ROOM_EXTENSION_MINUTES: '45' };
  [server, browser] = await Promise.all([ServerProcess.start({ environment, preload: movedClock }), launchBrowser()]);
  host = await enter('Ana');
  ben = await enter('Ben', host.room);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe('a meeting with a limit', () => {
  it('[DU4] shows everybody how long it may still last, and whose limit it is', async () => {
    for (const person of both()) await showsTime(person, 'min left');
    await openWindow(ben);
    await ben.reads('Meetings on this server last 1 hour.');
    expect(await violations(ben.page)).toEqual([]);
    await ben.page.keyboard.press('Escape');
  });

  it('[DU5] warns everybody five minutes before the end; the host adds time', async () => {
    await passMinutes(55);
    await reads('The meeting ends in 5 minutes.');
    for (const person of both()) await showsTime(person, '4:');
    await host.click('Add 15 minutes');
    await reads('The meeting was extended by 15 minutes');
    await showsTime(ben, '20 min left');
    await openWindow(host);
    await host.reads('Moderators can extend it by up to 30 minutes.');
    expect(await violations(host.page)).toEqual([]);
    await host.page.keyboard.press('Escape');
  });

  it('[DU8] gives a minute of notice and then ends for everybody, in words that say why and what can be done', async () => {
    await passMinutes(19);
    await reads('The meeting ends for everyone in');
    expect(await violations(ben.page)).toEqual([]);
    await passMinutes(1);
    await reads('The time of the meeting is up');
    await reads('Meetings on this server last 1 hour, 15 minutes at most.');
    expect(await violations(ben.page)).toEqual([]);
  });

  it('[DU8] begins anew by the same link', async () => {
    await ben.click('Begin a new meeting');
    await ben.enter('Join without microphone and camera');
    await showsTime(ben, 'min left');
  });

  it('left no stray request and no complaint', () => {
    for (const person of both()) expect([...person.strayRequests, ...person.complaints]).toEqual([]);
  });
});
