import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
let host: Person;
let ben: Person;

async function enter(name: string, room?: string): Promise<Person> {
  const person = await Person.at({ browser, origin: server.origin, name });
  if (room === undefined) await person.openRoom();
  else await person.page.goto(server.origin + room);
  await person.enter('Join without microphone and camera');
  return person;
}

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  host = await enter('Ana');
  ben = await enter('Ben', host.room);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Seconds of a clock such as `1:05`. */
function secondsOf(clock: string): number {
  const [minutes = Number.NaN, seconds = Number.NaN] = clock.split(':').map(Number);
  return minutes * 60 + seconds;
}

const shownTo = ({ page }: Person) =>
  page.$eval(
    'header [role=timer]',
    (element) => [element instanceof HTMLElement ? element.innerText.trim() : '', Date.now()] as const,
  );

/** When the countdown that this person sees will be at zero, in seconds of the one computer where all of this runs. */
async function endFor(person: Person): Promise<number> {
  const [clock, now] = await shownTo(person);
  return now / 1_000 + secondsOf(clock);
}

/** Both see the same remaining time; two that begin a second at another moment may differ by that second. */
async function expectTheSameTime(end?: number): Promise<number> {
  let seen = Number.NaN;
  const apart = async () => {
    const [one, two] = [await endFor(host), await endFor(ben)];
    seen = one;
    return Math.max(Math.abs(one - two), Math.abs(one - (end ?? one)));
  };
  // A page of a busy machine may show a second that is over.
  await expect.poll(apart).toBeLessThanOrEqual(1);
  return seen;
}

/** Starts a countdown with the keyboard alone. */
async function startWithKeys({ page }: Person, seconds: string): Promise<void> {
  await page.waitForSelector('[role=dialog] input');
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.parentElement?.textContent === 'Seconds')) break;
  }
  await page.keyboard.type(seconds);
  await page.keyboard.press('Enter');
}

describe('a countdown', () => {
  it('is started by the host with the keyboard, and everybody sees it; only the host can change it', async () => {
    await host.click('More');
    await host.click('Timer', 'item');
    expect(await violations(host.page)).toEqual([]);
    await startWithKeys(host, '40');
    await host.sees('Change the timer', 'button');
    await ben.page.waitForSelector('header [role=timer]');
    expect(await ben.page.$('button[aria-label="Change the timer"]')).toBeNull();
    await expectTheSameTime();
    expect(await violations(ben.page)).toEqual([]);
  });

  it('goes on through a restart of the server: both see the same time as before, and its end', async () => {
    const end = await expectTheSameTime();
    await server.kill();
    await server.launch();
    for (const person of [host, ben]) {
      await person.page.waitForFunction(() => !document.body.innerText.includes('Reconnecting'), { polling: 100 });
    }
    await expectTheSameTime(end);
    const ends = await Promise.all(
      [host, ben].map(async (person) => {
        await person.reads('Time’s up');
        return Date.now() / 1_000;
      }),
    );
    for (const seen of ends) expect(seen).toBeGreaterThan(end - 1.5);
    expect(await shownTo(ben)).toMatchObject(['Time’s up', expect.any(Number)]);
  });

  it('that is over begins again with a minute more, pauses, and is removed', async () => {
    await host.click('Change the timer');
    await host.click('Add a minute');
    await host.sees('Pause', 'button');
    expect(await violations(host.page)).toEqual([]);
    await host.click('Pause');
    await ben.page.waitForFunction(
      () => document.querySelector('header [role=timer]')?.textContent.startsWith('Paused'),
      { polling: 100 },
    );
    await host.click('Remove');
    await ben.page.waitForFunction(() => document.querySelector('header [role=timer]') === null, { polling: 100 });
  });

  it('left no stray request and no complaint', () => {
    for (const person of [host, ben]) expect([...person.strayRequests, ...person.complaints]).toEqual([]);
  });
});
