import type { Browser, ElementHandle, JSHandle } from 'puppeteer';
import { paints } from './frames.ts';
import { Person } from './person.ts';

interface Invitation {
  readonly browser: Browser;
  readonly origin: string;
  readonly name: string;
  /** Path of the room; left out, they open a new one. */
  readonly room?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** Somebody with the chat open, who needs no camera. */
export class Chatter {
  readonly person: Person;

  private constructor(person: Person) {
    this.person = person;
  }

  static async enter({ room, ...invitation }: Invitation): Promise<Chatter> {
    const person = await Person.at(invitation);
    if (room === undefined) await person.openRoom();
    else await person.page.goto(invitation.origin + room);
    await person.enter('Join without microphone and camera');
    await person.opens('Chat', 'Your message to everyone');
    return new Chatter(person);
  }

  /** Writes to everybody, or what stands in the field's place while a message is changed. */
  async says(text: string): Promise<void> {
    const { page } = this.person;
    await page.waitForSelector('#chat-composer');
    await page.focus('#chat-composer');
    await page.$eval('#chat-composer', (field) => field instanceof HTMLTextAreaElement && field.select());
    await page.keyboard.sendCharacter(text);
    // The list of people to mention takes Enter while it is open.
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
  }

  /** Opens the menu of the message with this text and chooses from it. */
  async act(text: string, action: string): Promise<void> {
    const { page } = this.person;
    const button = await page.waitForFunction(
      (wanted) => {
        const messages = [...document.querySelectorAll<HTMLElement>('[data-message]')];
        // Not the last: a reply quotes it.
        const message = messages.find(({ innerText }) => innerText.includes(wanted));
        return message?.querySelector<HTMLElement>('button[aria-label^="Actions for"]') ?? null;
      },
      { polling: 100 },
      text,
    );
    await element(button).focus();
    await page.keyboard.press('Enter');
    await this.choose(action);
  }

  /** Chooses from the menu that is open. */
  async choose(entry: string): Promise<void> {
    const item = await this.person.page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')].find(
          ({ innerText }) => innerText.trim() === wanted,
        ),
      { polling: 100 },
      entry,
    );
    await element(item).click();
  }

  /** Goes to a conversation by the list of them; begins it when there is none. */
  async goTo(title: string): Promise<void> {
    const { page } = this.person;
    await this.person.click('Conversations');
    const line = await page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll<HTMLElement>('#side-panel li button')].find(({ innerText }) =>
          innerText.split('\n').includes(wanted),
        ),
      { polling: 100 },
      title,
    );
    await element(line).click();
    await page.waitForSelector('#chat-composer');
  }

  /** The text of the last such element in the chat. */
  async textOf(selector: string): Promise<string> {
    await this.person.page.waitForSelector(`[data-message] ${selector}`);
    return this.person.page.$$eval(
      `[data-message] ${selector}`,
      (elements) => elements.at(-1)?.textContent.trim() ?? '',
    );
  }

  async attach(...paths: string[]): Promise<void> {
    const input = await this.person.page.waitForSelector('#side-panel input[type="file"]');
    await input?.uploadFile(...paths);
    await input?.dispose();
  }

  /** Scrolls to the beginning of what is there, and waits until older messages have come in above it. */
  async scrollUp(): Promise<void> {
    const { page } = this.person;
    await this.#rests();
    const height = await page.$eval('[role="log"]', (log) => {
      const before = log.scrollHeight;
      log.scrollTop = 0;
      return before;
    });
    await page.waitForFunction(
      (before) => {
        const log = document.querySelector('[role="log"]');
        return log && log.scrollHeight > before + 500 && log.ariaBusy !== 'true';
      },
      { polling: 100 },
      height,
    );
  }

  /** A virtual list goes to its end in steps, as it measures what comes in: waits until nothing moves any more. */
  async #rests(): Promise<void> {
    let [before, now] = ['', 'moving'];
    while (before !== now) {
      before = now;
      await paints(this.person.page, 20);
      now = await this.person.page.evaluate(() => {
        const log = document.querySelector('[role="log"]');
        return `${log?.scrollTop} of ${log?.scrollHeight}`;
      });
    }
  }

  /** Waits until the message with this text is before one's eyes. */
  async inView(text: string): Promise<void> {
    await this.person.page.waitForFunction(
      (wanted) => {
        const log = document.querySelector('[role="log"]')?.getBoundingClientRect();
        const messages = [...document.querySelectorAll<HTMLElement>('[data-message]')];
        const box = messages.find(({ innerText }) => innerText.includes(wanted))?.getBoundingClientRect();
        const middle = box && (box.top + box.bottom) / 2;
        return log && middle && middle > log.top && middle < log.bottom;
      },
      { polling: 100 },
      text,
    );
  }
}

/** What a wait for an element has found. */
function element(handle: JSHandle<HTMLElement | null | undefined>): ElementHandle<HTMLElement> {
  const found = handle.asElement();
  if (!found) throw new Error('This is no element.');
  return found as ElementHandle<HTMLElement>;
}
