import type { Browser, ElementHandle, Page } from 'puppeteer';
import { isFirefox, newPage, openWindow } from './browser.ts';
import { isNamed, type Role, waitForNamed } from './named.ts';
import { type Received, receivedBy } from './stats.ts';

interface Invitation {
  readonly browser: Browser;
  readonly origin: string;
  readonly name: string;
  /** Path of the room; left out, the person opens a new one. */
  readonly room?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** False for a camera of the usual size. Otherwise it gives 320 by 180, since many cameras share a core. */
  readonly smallCamera?: boolean;
}

/** How what the page's policy has refused begins, in its console. */
const violated = 'The policy was violated:';

/** Runs in the page: says in the console what the page's policy refuses. */
function tellViolations(words: string): void {
  document.addEventListener('securitypolicyviolation', (violation) => {
    const { effectiveDirective, blockedURI, sourceFile, sample } = violation;
    // oxlint-disable-next-line no-console -- the test hears it from there.
    console.error(`${words} ${effectiveDirective} by ${sourceFile} (${blockedURI}): ${sample}`);
  });
}

/** Runs in the page: whatever size is asked for, a camera gives a small picture. */
function shrinkCameras(): void {
  const { mediaDevices } = navigator;
  // An empty page before the first has none.
  if (!('mediaDevices' in navigator)) return;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = ({ video, ...others } = {}) => {
    const wish = typeof video === 'object' ? video : {};
    return ask(video ? { ...others, video: { ...wish, width: 320, height: 180 } } : others);
  };
}

/** How long something may lie over what is to be clicked, in ms: a notice goes by itself. */
const hitsWithinMs = 90_000;

/** Clicks. False when the page moved under the pointer and something else was hit: whoever sees that clicks again. */
async function hits(element: ElementHandle<HTMLElement>): Promise<boolean> {
  const touch = await element.evaluateHandle((target) => {
    const seen = { touched: false };
    target.addEventListener('pointerdown', () => (seen.touched = true), { capture: true, once: true });
    return seen;
  });
  try {
    await element.click();
    return await touch.evaluate(({ touched }) => touched);
  } catch (cause) {
    // What was clicked may have led to another page, where nothing of this one is left.
    if (String(cause).includes('context')) return true;
    if (/not clickable|detached/.test(String(cause))) return false;
    throw cause;
  }
}

/** Dismisses a short message that lies over an element, as a person would: it stays as long as the pointer is on it. */
function putAwayMessageOver(element: ElementHandle<HTMLElement>): Promise<void> {
  return element.evaluate((target) => {
    const { left, top, width, height } = target.getBoundingClientRect();
    const cover = document.elementFromPoint(left + width / 2, top + height / 2);
    const message = cover?.closest('[aria-live][aria-relevant="additions"] > *');
    message?.querySelector<HTMLElement>('button:last-of-type')?.click();
  });
}

/** What is at the middle of an element in its place. */
function coverOf(element: ElementHandle<HTMLElement>): Promise<string> {
  return element.evaluate((target) => {
    const { left, top, width, height } = target.getBoundingClientRect();
    const cover = document.elementFromPoint(left + width / 2, top + height / 2);
    const box = `its box is ${[left, top, width, height].map(Math.round).join(', ')}`;
    return `${box}, and there is ${cover?.outerHTML.slice(0, 300) ?? 'nothing'}`;
  });
}

/** Writes text in one go, as from the clipboard: key by key takes seconds where several pages share a core. */
async function insert(page: Page, text: string): Promise<void> {
  // Over WebDriver BiDi there is no key with more than one character.
  if (await isFirefox(page.browser()))
    await page.evaluate((all) => document.execCommand('insertText', false, all), text);
  else await page.keyboard.sendCharacter(text);
}

/** Somebody at a browser. Does only what a person can do: looks for words and roles, clicks and types. */
export class Person {
  readonly name: string;
  readonly page: Page;
  readonly origin: string;
  /** Requests that left the origin: there must be none. */
  readonly strayRequests: string[] = [];
  /** What the page complained of. */
  readonly complaints: string[] = [];

  private constructor(page: Page, origin: string, name: string) {
    this.page = page;
    this.origin = origin;
    this.name = name;
    page.on('request', (request) => {
      const url = new URL(request.url());
      const isLocal =
        url.protocol === 'data:' ||
        url.protocol === 'blob:' ||
        url.origin === origin ||
        url.host === new URL(origin).host;
      if (!isLocal) this.strayRequests.push(request.url());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.text().startsWith(violated)) this.complaints.push(message.text());
    });
  }

  /** Opens the browser on the start page. */
  static async at({ browser, origin, name, viewport, smallCamera = true }: Invitation): Promise<Person> {
    const page = await newPage(browser, origin);
    await page.evaluateOnNewDocument(tellViolations, violated);
    if (viewport) await page.setViewport(viewport);
    if (smallCamera) await page.evaluateOnNewDocument(shrinkCameras);
    const person = new Person(page, origin, name);
    await page.goto(origin);
    return person;
  }

  /** Goes through start page and pre-join, with microphone and camera on, until the meeting is there. */
  static async join(invitation: Invitation): Promise<Person> {
    const person = await Person.at(invitation);
    if (invitation.room === undefined) await person.openRoom();
    else await person.page.goto(invitation.origin + invitation.room);
    await person.enter();
    return person;
  }

  /** Another window of the same browser, before the door of the same meeting. */
  async anotherWindow(name: string): Promise<Person> {
    const page = await openWindow(this.page.browserContext());
    const person = new Person(page, this.origin, name);
    await page.goto(this.origin + this.room);
    return person;
  }

  /** Where the meeting is, for inviting others. */
  get room(): string {
    return new URL(this.page.url()).pathname;
  }

  async openRoom(): Promise<void> {
    await this.click('Create room');
    await this.sees('Join meeting', 'button');
  }

  /** From the pre-join page into the meeting. */
  async enter(button = 'Join meeting'): Promise<void> {
    await this.type('Your name', this.name);
    await this.click(button);
    await this.sees('Leave', 'button');
  }

  /** Clicks the button, tab or link of this accessible name. */
  async click(name: string, role: Role = 'button'): Promise<void> {
    const end = Date.now() + hitsWithinMs;
    for (;;) {
      const element = await waitForNamed(this.page, role, name);
      if (await hits(element)) return;
      await putAwayMessageOver(element);
      if (Date.now() > end) throw new Error(`The ${role} "${name}" cannot be hit: ${await coverOf(element)}.`);
    }
  }

  /** Writes into the field of this accessible name, in place of what stood there. */
  async type(name: string, text: string): Promise<void> {
    await this.click(name, 'textbox');
    const field = await waitForNamed(this.page, 'textbox', name);
    await field.evaluate(
      (element) => 'select' in element && (element as HTMLInputElement | HTMLTextAreaElement).select(),
    );
    await insert(this.page, text);
  }

  /** Waits until something of this accessible name is there. */
  async sees(name: string, role: Role = 'any'): Promise<void> {
    await waitForNamed(this.page, role, name);
  }

  /** Waits until this text stands on the page. */
  async reads(text: string): Promise<void> {
    await this.page.waitForFunction((wanted) => document.body.innerText.includes(wanted), { polling: 100 }, text);
  }

  /** Makes sure that the side panel of this button is open: it may be already. */
  async opens(button: string, sign: string): Promise<void> {
    if (!(await isNamed(this.page, 'any', sign))) await this.click(button);
    await this.sees(sign);
  }

  /** Brings a view of the side panel to the front, by its tab where the panel is open already. */
  async panel(tab: string, button: string = tab): Promise<void> {
    if (!(await isNamed(this.page, 'tab', tab))) await this.click(button);
    await this.click(tab, 'tab');
  }

  /** Chooses from the list of this label. */
  async chooses(label: string, option: string): Promise<void> {
    const button = await this.page.waitForFunction(
      (wanted) => {
        const isLabelled = (element: HTMLElement) =>
          element
            .getAttribute('aria-labelledby')
            ?.split(' ')
            .some((id) => document.getElementById(id)?.textContent === wanted) ?? false;
        const buttons = [...document.querySelectorAll<HTMLElement>('button[aria-haspopup="listbox"]')];
        return buttons.find((element) => element.checkVisibility() && isLabelled(element));
      },
      { polling: 100 },
      label,
    );
    await (button.asElement() as ElementHandle<HTMLElement> | null)?.click();
    await this.click(option, 'item');
  }

  async says(text: string): Promise<void> {
    await this.opens('Chat', 'Your message to everyone');
    await this.type('Your message to everyone', text);
    await this.page.keyboard.press('Enter');
  }

  received(): Promise<Received[]> {
    return receivedBy(this.page);
  }

  async screenshot(path: `${string}.png`): Promise<void> {
    await this.page.screenshot({ path });
  }

  async close(): Promise<void> {
    await this.page.browserContext().close();
  }
}
