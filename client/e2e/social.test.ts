import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { isNamed } from './support/named.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
let host: Person;
let others: Person[];

/** Nobody here needs a camera: the meeting must work without. */
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
  others = [await enter('Ben', host.room), await enter('Cleo', host.room), await enter('Dora', host.room)];
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

function other(index: number): Person {
  const person = others[index];
  if (!person) throw new Error('Nobody there.');
  return person;
}

describe('hands', () => {
  it('go up in order, the host calls the first, and everyone sees who has the floor', async () => {
    await other(1).click('Raise hand');
    await other(0).click('Raise hand');
    await host.reads('Cleo raised their hand.');
    await host.panel('Hands', 'People');
    await host.reads('Waiting to speak');
    expect(await violations(host.page)).toEqual([]);
    await host.click('Call next person');
    await other(2).reads('Has the floor');
    await other(1).reads('You have the floor.');
    await host.click('Lower all hands');
    await host.reads('No hands are up');
    await other(0).sees('Raise hand', 'button');
  });
});

describe('reactions', () => {
  it('are shown to everybody for a moment', async () => {
    await other(0).click('React');
    // It may be over before a look that begins after the click.
    const said = host.page.waitForFunction(
      () =>
        [...document.querySelectorAll('[aria-live]')].some(({ textContent }) => textContent.includes('Ben: Applause')),
      { polling: 50 },
    );
    await Promise.all([said, other(0).click('Applause')]);
  });
});

describe('a secret ballot', () => {
  it('opens for everybody, those too who come late', async () => {
    await host.panel('Polls');
    await host.click('New poll');
    await host.click('Paste text', 'summary');
    await host.type('Text with a question and its options', 'Shall we take the loan?\nYes / No');
    await host.click('Fill in the form');
    await host.click('Secret ballot', 'label');
    await host.click('Open poll');
    for (const person of others) await person.reads('New poll: Shall we take the loan?');
  });

  it('takes one vote each, the host included, and gives a receipt', async () => {
    for (const [index, person] of [host, ...others].entries()) {
      await person.panel('Polls');
      await person.reads('No one can see who voted for what');
      await person.click(index === 0 ? 'No' : 'Yes', 'label');
      await person.click('Vote');
      await person.reads('Your receipt code');
      await person.click('I’ve saved it');
    }
    await host.reads('4 of 4 voted');
    expect(await violations(host.page)).toEqual([]);
  });

  it('cannot be voted in again after a reload', async () => {
    await other(0).page.reload();
    await other(0).sees('Leave', 'button');
    await other(0).panel('Polls');
    await other(0).reads('4 of 4 voted');
    expect(await isNamed(other(0).page, 'button', 'Vote')).toBe(false);
  });

  it('[PO5] has one vote for a browser: a second window knows that it was given', async () => {
    const again = await other(0).anotherWindow('Ben again');
    await again.enter('Join without microphone and camera');
    await again.panel('Polls');
    await again.reads('Your ballot is in the box.');
    await again.reads('4 of 4 voted');
    expect(await isNamed(again.page, 'button', 'Vote')).toBe(false);
    expect(again.complaints).toEqual([]);
  });

  it('is counted when it closes, shown when the host says so, and survives a restart of the server', async () => {
    await host.click('Close poll');
    await host.reads('So far, only people who can create polls see this result.');
    await other(1).reads('This poll is closed.');
    await host.click('Show the result to everyone');
    await other(1).reads('Result: Shall we take the loan?');
    await host.reads('1 ballot went to a browser that was open in more than one window.');
    await server.kill();
    await server.launch();
    const late = await enter('Eva', host.room);
    await late.panel('Polls');
    await late.reads('Secret ballot');
    await late.page.waitForFunction(() => /Yes\s*3[\s\S]*No\s*1/.test(document.body.innerText), { polling: 100 });
  });
});
