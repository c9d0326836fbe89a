import { extras } from '@plenum/shared/features/extras';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chat } from '@plenum/shared/features/chat/contract';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memorySeats } from '../src/core/seats.ts';
import { Session } from '../src/core/session.ts';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { Chatter } from './support/chatter.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
let folder: string;
let ana: Chatter;
let ben: Chatter;
let cleo: Chatter;

beforeAll(async () => {
  [server, browser, folder] = await Promise.all([
    ServerProcess.start(),
    launchBrowser(),
    mkdtemp(join(tmpdir(), 'plenum-chat-')),
  ]);
  ana = await Chatter.enter({ browser, origin: server.origin, name: 'Ana' });
  const room = ana.person.room;
  ben = await Chatter.enter({ browser, origin: server.origin, name: 'Ben', room });
  cleo = await Chatter.enter({ browser, origin: server.origin, name: 'Cleo', room });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

describe('everybody’s conversation', () => {
  it('shows who is typing, what is said, answered, changed and liked', async () => {
    await ben.person.type('Your message to everyone', 'Shall we start?');
    await ana.person.reads('Ben is typing…');
    await ben.person.page.keyboard.press('Enter');
    await ana.person.reads('Shall we start?');
    await ana.act('Shall we start?', 'Reply');
    await ana.says('Yes, @Ben, **now**');
    await ben.person.reads('Yes, @Ben, now');
    expect(await ben.textOf('.mention')).toBe('@Ben');
    await cleo.act('Shall we start?', 'React');
    await cleo.person.click('👍');
    await ben.person.sees('👍 1 Cleo', 'button');
    await ben.act('Shall we start?', 'Edit');
    await ben.says('Shall we begin?');
    await cleo.person.reads('Shall we begin?');
    await cleo.person.reads('edited');
    expect(await violations(cleo.person.page)).toEqual([]);
  });

  it('is moderated: a stub says who deleted it, a pin stays at the top', async () => {
    await cleo.says('something rude');
    await ana.act('something rude', 'Delete');
    await ben.person.reads('Message deleted by Ana');
    await ana.act('Shall we begin?', 'Pin for everyone');
    await cleo.person.reads('Ben, pinned by Ana');
  });

  it('has an emoji for everything, from this server alone', async () => {
    await cleo.person.click('Insert an emoji');
    await cleo.person.sees('Search emoji', 'textbox');
    await cleo.person.type('Search emoji', 'rocket');
    await cleo.person.sees('rocket', 'button');
    expect(await violations(cleo.person.page)).toEqual([]);
    await cleo.person.click('rocket', 'button');
    await cleo.person.page.waitForFunction(
      () => document.querySelector<HTMLTextAreaElement>('#chat-composer')?.value === '🚀',
    );
    await cleo.person.page.focus('#chat-composer');
    await cleo.person.page.keyboard.press('Enter');
    await ben.person.reads('🚀');
    expect(await ben.textOf('.text-4xl')).toBe('🚀');
  });
});

describe('a talk of two', () => {
  it('is between its two ends, and read-only when one has gone', async () => {
    await ben.goTo('Cleo');
    await ben.person.type('Your message to Cleo', 'between us');
    await ben.person.page.keyboard.press('Enter');
    await cleo.person.reads('Ben: between us');
    await cleo.person.click('Show');
    await cleo.person.type('Your message to Ben', 'of course');
    await cleo.person.page.keyboard.press('Enter');
    await ben.person.reads('of course');
    await ana.person.click('Conversations');
    await ana.person.reads('Moderators');
    expect(await ana.person.page.evaluate(() => document.body.innerText)).not.toContain('between us');
    expect(await violations(ana.person.page)).toEqual([]);
    await ana.person.click('Everyone');
    const dora = await Chatter.enter({ browser, origin: server.origin, name: 'Dora', room: ana.person.room });
    await dora.goTo('Ben');
    await dora.person.type('Your message to Ben', 'I must go');
    await dora.person.page.keyboard.press('Enter');
    await ben.person.reads('Dora: I must go');
    await ben.person.click('Show');
    await dora.person.click('Leave');
    await ben.person.reads('Dora has left the meeting.');
    await dora.person.close();
    await ben.goTo('Everyone');
    await cleo.goTo('Everyone');
  });
});

describe('files', () => {
  it('arrive with their message; an image is shown, a page is only saved', async () => {
    const picture = join(folder, 'hall.png');
    // Of the whole page: a clip would make the browser lay the page out anew.
    await ana.person.screenshot(`${folder}/hall.png`);
    const page = join(folder, 'agenda.html');
    await writeFile(page, '<!doctype html><script>document.title = "run"</script>');
    await ben.attach(picture, page);
    await ben.person.sees('Remove agenda.html', 'button');
    await ben.person.page.waitForFunction(() => document.querySelectorAll('[role="progressbar"]').length === 0);
    await ben.says('The hall');
    await cleo.person.sees('Open hall.png full size', 'button');
    await cleo.person.page.waitForFunction(() => {
      const image = document.querySelector<HTMLImageElement>('[data-message] img');
      return image?.complete && image.naturalWidth === 1_440;
    });
    await cleo.person.sees('agenda.html', 'button');
    expect(await violations(cleo.person.page)).toEqual([]);
  });

  it('that lie about what they are do not', async () => {
    const liar = join(folder, 'holiday.jpg');
    await writeFile(liar, '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    await ben.attach(liar);
    await ben.person.reads('holiday.jpg can’t be sent');
  });
});

describe('a long meeting', () => {
  it('loads older pages upward without a jump, and finds what was said at the beginning', async () => {
    await ana.says('the very first of many');
    await talkMuch(130);
    await cleo.person.reads('message 130');
    // Who comes late holds the newest hundred: what they look at must stay before their eyes while the others come in.
    const late = await Chatter.enter({ browser, origin: server.origin, name: 'Emil', room: ana.person.room });
    await late.person.reads('message 130');
    await late.scrollUp();
    await late.inView('message 31');
    await late.person.close();
    await ben.person.click('Search in this conversation');
    await ben.person.type('Search in this conversation', 'VERY first');
    await ben.person.reads('1 message found');
    expect(await violations(ben.person.page)).toEqual([]);
    await ben.person.click('the very first of many');
    await ben.inView('the very first of many');
  });

  it('is cleared for everybody, and says by whom', async () => {
    await ana.person.click('Conversation options');
    await ana.choose('Clear this chat…');
    await ana.person.click('Clear for everyone');
    await cleo.person.reads('Ana cleared the chat');
    await ana.person.reads('You cleared the chat');
    // Of the chat alone: what was read out a moment ago was read out.
    expect(await cleo.person.page.$eval('[role="log"]', (log) => log.textContent)).not.toContain('message 130');
  });

  it('asked nobody else for anything, and nothing complained', () => {
    for (const { person } of [ana, ben, cleo]) {
      expect(person.strayRequests).toEqual([]);
      expect(person.complaints).toEqual([]);
    }
  });
});

/** Many people without a page say something each, within what the server lets one person say. */
async function talkMuch(count: number): Promise<void> {
  const roomId = ana.person.room.split('/').at(-1) ?? '';
  const burst = chat.commands.send.limit.burst;
  let said = 0;
  while (said < count) {
    const guest = { base: server.origin, roomId, name: `Guest ${said}`, seats: memorySeats(), extras, media: false };
    // oxlint-disable-next-line no-await-in-loop -- in the order of their numbers.
    const session = await Session.enter(guest);
    for (let n = 0; n < burst && said < count; n += 1) {
      said += 1;
      // oxlint-disable-next-line no-await-in-loop -- as above.
      await session.send(chat, 'send', { text: `message ${said}` });
    }
    // oxlint-disable-next-line no-await-in-loop -- as above.
    await session.leave();
  }
}
