import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { isNamed } from './support/named.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
/** Host, moderator, participant, guest. */
let ana: Person;
let mia: Person;
let ben: Person;
let gus: Person;

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  ana = await Person.join({ browser, origin: server.origin, name: 'Ana' });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const withoutDevices = 'Join without microphone and camera';

/** Opens the menu of this name and presses one of its entries. */
async function choose(person: Person, menu: string, entry: string): Promise<void> {
  await person.click(menu);
  await person.click(entry, 'item');
}

/** What the page last put into the clipboard. */
async function copied(person: Person, press: () => Promise<void>): Promise<string> {
  await person.page.evaluate(() => {
    Object.defineProperty(navigator.clipboard, 'writeText', {
      configurable: true,
      value: async (text: string) => void Reflect.set(window, 'copied', text),
    });
  });
  await press();
  const handle = await person.page.waitForFunction(() => Reflect.get(window, 'copied') as string | undefined);
  return String(await handle.jsonValue());
}

describe('the door', () => {
  it('makes a moderator of whoever has that link', async () => {
    await ana.opens('People', 'Mute everyone');
    await ana.click('Invite people');
    await ana.click('More ways to invite');
    await ana.click('Links with more permissions');
    await ana.sees('Copy: Moderator link');
    expect(await violations(ana.page)).toEqual([]);
    const link = await copied(ana, () => ana.click('Copy: Moderator link'));
    await ana.page.keyboard.press('Escape');
    mia = await Person.at({ browser, origin: server.origin, name: 'Mia' });
    await mia.page.goto(link);
    await mia.reads('You’ll join as a moderator.');
    expect(mia.page.url()).not.toContain('#');
    await mia.enter(withoutDevices);
    await ana.reads('Moderator');
  });

  it('keeps others waiting until they are let in', async () => {
    ben = await Person.join({ browser, origin: server.origin, name: 'Ben', room: ana.room });
    await mia.opens('People', 'Mute everyone');
    await mia.chooses('Who can join with the link', 'People we let in');
    gus = await Person.at({ browser, origin: server.origin, name: 'Gus' });
    await gus.page.goto(server.origin + ana.room);
    await gus.reads('The host lets people in.');
    await gus.type('Your name', gus.name);
    await gus.click('Ask to join');
    await gus.reads('You’re number 1 in the queue');
    await mia.click('Message everyone waiting…');
    await mia.type('Message shown while they wait', 'We begin in a minute.');
    await mia.click('Send');
    await gus.reads('We begin in a minute.');
    for (const { page } of [gus, mia]) expect(await violations(page)).toEqual([]);
    await choose(mia, 'Actions for Gus', 'Let in as a guest');
    await gus.sees('Leave', 'button');
    await ana.reads('Guest');
  });
});

describe('host, moderator, participant and guest together', () => {
  it('write to one another', async () => {
    await gus.says('Good morning from the guest');
    for (const person of [ana, mia, ben]) await person.reads('Good morning from the guest');
  });

  it('raise hands, and a moderator gives the floor', async () => {
    await gus.click('Raise hand');
    await mia.panel('Hands', 'People');
    await mia.click('Call next person');
    await gus.reads('You have the floor.');
    await mia.click('Lower all hands');
    await mia.panel('People');
  });

  it('vote, all but the guest, and read the result among the messages', async () => {
    await ana.panel('Polls');
    await ana.click('New poll');
    await ana.click('Paste text', 'summary');
    await ana.type('Text with a question and its options', 'Shall we buy the printer?\nYes / No');
    await ana.click('Fill in the form');
    await ana.click('Open poll');
    await ben.panel('Polls');
    await ben.click('Yes', 'label');
    await ben.click('Vote');
    await ana.reads('1 of 3 voted');
    await gus.panel('Polls');
    await gus.reads('1 of 3 voted');
    expect(await isNamed(gus.page, 'button', 'Vote')).toBe(false);
    await ana.click('Close poll');
    await ana.click('Show the result to everyone');
    await ben.panel('Chat');
    await ben.reads('Shall we buy the printer?');
  });

  it('go away and come back; who was here is kept for moderators alone', async () => {
    await choose(gus, 'More', 'Step away');
    await gus.reads('Others see that you’re away.');
    await ana.reads('Away');
    await gus.click('I’m back');
    await mia.click('More');
    await mia.sees('Download attendance list', 'item');
    await mia.page.keyboard.press('Escape');
    await gus.click('More');
    await gus.sees('Step away', 'item');
    expect(await isNamed(gus.page, 'item', 'Download attendance list')).toBe(false);
    await gus.page.keyboard.press('Escape');
  });
});

describe('what people may do', () => {
  it('is locked for all of them at once', async () => {
    await ben.sees('Stop camera', 'button');
    await choose(mia, 'More options for moderators', 'Permissions…');
    await mia.click('Turn on cameras', 'label');
    expect(await violations(mia.page)).toEqual([]);
    await ben.reads('Cameras aren’t allowed right now');
    await ben.sees('Start camera', 'button');
    await ana.sees('Stop camera', 'button');
    await mia.page.keyboard.press('Escape');
  });

  it('does not keep a microphone open that a host mutes; unmuting is only asked for', async () => {
    await ana.opens('People', 'Mute everyone');
    await ana.click('Mute everyone');
    await ben.reads('Ana muted you.');
    await ben.sees('Unmute', 'button');
    await choose(ana, 'Actions for Ben', 'Ask to unmute');
    await ben.reads('Ana is asking you to unmute.');
    await ben.click('Unmute');
    await ben.sees('Mute', 'button');
  });

  it('is more for whom a right is given, or another role', async () => {
    await choose(ana, 'Actions for Gus', 'Role and permissions…');
    await ana.chooses('Share a screen', 'Allowed');
    await gus.sees('Share', 'button');
    expect(await violations(ana.page)).toEqual([]);
    await ana.page.keyboard.press('Escape');
    await choose(ana, 'Actions for Ben', 'Role and permissions…');
    await ana.chooses('Role', 'Moderator');
    // Escape could still belong to the list.
    await ana.click('Close');
    await ben.reads('Your role here: Moderator.');
    await ben.opens('People', 'Mute everyone');
  });
});

describe('who must go', () => {
  it('is told by whom, and stays out when banned', async () => {
    await choose(mia, 'Actions for Gus', 'Remove…');
    await mia.click('Don’t let them rejoin', 'label');
    await mia.click('Remove and ban');
    await gus.reads('Mia removed you');
    expect(await violations(gus.page)).toEqual([]);
    await gus.page.goto(server.origin + ana.room);
    await gus.type('Your name', 'Somebody else');
    await gus.click('Ask to join');
    await gus.reads('You were removed from this meeting');
    await choose(ana, 'More options for moderators', 'Moderation log…');
    await ana.reads('Mia removed and banned Gus');
    await ana.page.keyboard.press('Escape');
  });

  it('is everybody when the meeting is ended', async () => {
    await choose(ana, 'More options for moderators', 'End meeting for everyone…');
    await ana.click('End for everyone');
    for (const person of [mia, ben]) await person.reads('Ana ended it for everyone.');
    await ana.reads('You ended the meeting');
    await ben.page.goto(server.origin + ana.room);
    await ben.reads('This meeting has ended.');
  });

  it('leaves nobody with a fault or a request to elsewhere', () => {
    for (const { complaints, strayRequests } of [ana, mia, ben, gus]) {
      expect([complaints, strayRequests]).toEqual([[], []]);
    }
  });
});
