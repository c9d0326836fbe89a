import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { Crowd } from './support/crowd.ts';
import { paints } from './support/frames.ts';
import { Person } from './support/person.ts';
import { foldedControls, hiddenControls, isPressable, moreEntries } from './support/reach.ts';
import { ServerProcess } from './support/server.ts';

/** As many as the host and these make 30. */
const others = 29;
/** Presses of keys that lead from a panel to Leave, at most. */
const maxPresses = 12;

/** What the "More" menu says for a control that the bar has no room for. */
const entryOf: Readonly<Record<string, string>> = {
  camera: 'Stop camera',
  hand: 'Raise your hand',
  chat: 'Chat',
  people: 'People',
  share: 'Share a screen, a window or a tab',
  poll: 'Polls',
  reaction: 'React',
  slides: 'Slides',
  breakout: 'Breakout rooms',
};

const settings = [
  {
    text: 'usual text',
    flags: [],
    sizes: [
      { width: 720, height: 450, touch: false },
      { width: 844, height: 390, touch: false },
      { width: 844, height: 390, touch: true },
      { width: 390, height: 844, touch: false },
      { width: 320, height: 640, touch: false },
    ],
  },
  {
    text: 'text of 200 %',
    flags: ['--blink-settings=defaultFontSize=32'],
    sizes: [
      { width: 1280, height: 720, touch: false },
      { width: 1440, height: 900, touch: false },
    ],
  },
];

describe.each(settings)('a host of 30 people, with $text', ({ flags, sizes }) => {
  let server: ServerProcess;
  let browser: Browser;
  let ana: Person;
  let crowd: Crowd;

  beforeAll(async () => {
    [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser(...flags)]);
    ana = await Person.join({ browser, origin: server.origin, name: 'Ana' });
    crowd = await Crowd.join(server.origin, ana.room, others);
  });
  afterAll(async () => {
    crowd?.close();
    await browser?.close();
    await server?.close();
  });

  /** Gives the window this size; a finger in place of a mouse makes a low one a phone in landscape. */
  async function resize({ width, height, touch }: (typeof sizes)[number]): Promise<void> {
    const session = await ana.page.createCDPSession();
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: touch });
    await session.detach();
    await ana.page.setViewport({ width, height });
    // The page hears of its size later than we do, and the bar measures itself in the frame after.
    const isSo = (wide: number, high: number) => innerWidth === wide && innerHeight === high;
    await ana.page.waitForFunction(isSo, { polling: 100 }, width, height);
    await paints(ana.page, 3);
  }

  async function openPeople(): Promise<void> {
    if ((await foldedControls(ana.page)).includes('people')) {
      await ana.click('More');
      await ana.click('People', 'item');
    } else await ana.opens('People', 'Close the side panel');
    await ana.reads(`${others + 1} people`);
  }

  describe.each(sizes)('at $width×$height, touch: $touch', (size) => {
    it('reaches every control in the bar or under More', async () => {
      await resize(size);
      await expect.poll(() => hiddenControls(ana.page)).toEqual([]);
      const folded = await foldedControls(ana.page);
      expect(await moreEntries(ana.page)).toEqual(expect.arrayContaining(folded.map((id) => entryOf[id])));
    });

    it('reaches the last person in the list, and Leave by at most 12 presses from there', async () => {
      await resize(size);
      await openPeople();
      const name = `Actions for Member ${others}`;
      await ana.click(name);
      await ana.sees('Message privately', 'item');
      await ana.page.keyboard.press('Escape');
      const isSheet = size.width < 640;
      if (!isSheet) await expect.poll(() => isPressable(ana.page, 'Leave')).toBe(true);
      expect(await pressesToLeave(ana)).toBeLessThanOrEqual(maxPresses);
    });

    it.each(['Chat', 'Polls', 'Hands', 'Breakout rooms'])(
      'leads from %s to Leave by at most 12 presses',
      async (tab) => {
        await resize(size);
        await openPeople();
        await ana.click(tab, 'tab');
        expect(await pressesToLeave(ana)).toBeLessThanOrEqual(maxPresses);
      },
    );
  });
});

/** Closes the panel by key and goes to Leave by the shorter way, with Tab or Shift and Tab. */
async function pressesToLeave({ page }: Person): Promise<number> {
  await page.waitForFunction(() => document.activeElement?.closest('#side-panel') !== null, { polling: 100 });
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.id.startsWith('control-'), { polling: 100 });
  const isForward = await page.evaluate(() => {
    const leave = document.querySelector('[data-control="leave"]');
    const way = leave && document.activeElement?.compareDocumentPosition(leave);
    return way === Node.DOCUMENT_POSITION_FOLLOWING;
  });
  const isAtLeave = () => page.evaluate(() => document.activeElement?.closest('[data-control="leave"]') !== null);
  let presses = 1;
  while (!(await isAtLeave()) && presses <= maxPresses) {
    if (!isForward) await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    if (!isForward) await page.keyboard.up('Shift');
    presses += 1;
  }
  return presses;
}
