import { isDeepStrictEqual } from 'node:util';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goToRooms, moveToRoom, openRooms } from './support/breakout.ts';
import { launchBrowser } from './support/browser.ts';
import { isNamed } from './support/named.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';
import { moving } from './support/stats.ts';

let server: ServerProcess;
let browser: Browser;
/** Ana moderates; Ben and Cleo have microphone and camera, Ana and Dora a microphone. */
let ana: Person;
let ben: Person;
let cleo: Person;
let dora: Person;
const everybody = () => [ana, ben, cleo, dora];

async function enter(name: string, devices: 'both' | 'microphone', room?: string): Promise<Person> {
  const person = await Person.at({ browser, origin: server.origin, name });
  if (room === undefined) await person.openRoom();
  else await person.page.goto(server.origin + room);
  await person.enter();
  if (devices === 'microphone') await person.click('Stop camera');
  return person;
}

beforeAll(async () => {
  // Four people share a core or two: few pictures are enough to see that they move.
  const fewPictures = '--use-fake-device-for-media-stream=fps=5';
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser(fewPictures)]);
  ana = await enter('Ana', 'microphone');
  const { room } = ana;
  [ben, cleo, dora] = [
    await enter('Ben', 'both', room),
    await enter('Cleo', 'both', room),
    await enter('Dora', 'microphone', room),
  ];
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** How many pictures move for each person within so many ms, and whether anybody is heard. */
async function flowing(ms: number): Promise<string[]> {
  const before = await Promise.all(everybody().map((someone) => someone.received()));
  // A window to measure in, not a wait for something: fake microphones beep once a second.
  await new Promise((resolve) => setTimeout(resolve, ms));
  const now = await Promise.all(everybody().map((someone) => someone.received()));
  return now.map((streams, index) => {
    const { video, audio } = moving(before[index] ?? [], streams);
    return `${everybody()[index]?.name} sees ${video}, ${audio > 0 ? 'sound' : 'silence'}`;
  });
}

type Sense = `${number}, ${'sound' | 'silence'}`;

/** How many others each one sees and whether they hear somebody, in the order of the alphabet. */
async function expectCompany(...senses: readonly [Sense, Sense, Sense, Sense]): Promise<void> {
  const wanted = everybody().map(({ name }, index) => `${name} sees ${senses[index]}`);
  // On a busy machine a picture may stand still for a while: it is looked at longer each time.
  let ms = 2_000;
  let seen = await flowing(ms);
  for (const end = Date.now() + 90_000; !isDeepStrictEqual(seen, wanted) && Date.now() < end; ) {
    ms = Math.min(6_000, ms * 1.3);
    seen = await flowing(ms);
  }
  expect(seen).toEqual(wanted);
}

describe('sound and pictures of breakout rooms', () => {
  it('reach only the own room', async () => {
    await ana.click('Breakouts');
    const plan = { 'Room 1': [ben, dora], 'Room 2': [cleo] };
    await openRooms(ana, plan);
    await goToRooms(plan);
    // Cleo is alone: what she would hear comes from the other rooms.
    await expectCompany('0, silence', '0, sound', '0, silence', '1, sound');
  });

  it('go along with somebody whom a moderator moves, also after a reload', async () => {
    await ana.click('Ask before moving people', 'label');
    await moveToRoom(ana, 'Dora', 'Room 2');
    await dora.reads('You’re in Room 2');
    await dora.page.reload();
    await dora.reads('You’re in Room 2');
    await expectCompany('0, silence', '0, silence', '0, sound', '1, sound');
  });

  it('include a moderator who is called, as long as she is there', async () => {
    await cleo.click('Ask for help');
    await ana.reads('Cleo is asking for help in Room 2.');
    await ana.click('Go there');
    await ana.reads('You’re in Room 2');
    await expectCompany('1, sound', '0, silence', '0, sound', '1, sound');
    await ana.click('Back to the meeting');
    await ana.panel('Breakout rooms', 'People');
  });

  it('bring a moderator who speaks to all rooms, and only as long as that', async () => {
    for (const someone of [cleo, dora]) await someone.click('Mute');
    await ana.click('Speak to all rooms');
    await expectCompany('0, silence', '0, sound', '0, sound', '1, sound');
    await ana.click('Stop speaking to all rooms');
    await expectCompany('0, silence', '0, silence', '0, silence', '1, silence');
  });

  it('are back for everybody when the rooms close', async () => {
    await ana.panel('Breakout rooms', 'People');
    await ana.click('Close all 2 rooms');
    await ana.click('Close now');
    await expectCompany('2, sound', '1, sound', '1, sound', '2, sound');
    expect(await isNamed(ben.page, 'button', 'Mute')).toBe(true);
    for (const someone of [ben, cleo]) expect(await isNamed(someone.page, 'button', 'Stop camera')).toBe(true);
  });

  it('nothing has left the origin and no page has failed', () => {
    expect(everybody().flatMap(({ strayRequests }) => strayRequests)).toEqual([]);
    expect(everybody().flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
