import type { Page } from 'puppeteer';
import { waitForNamed } from './named.ts';

/** True when a press at the middle of this element hits it: it is in the window, and nothing lies over it. */
function isHit(element: Element): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return at !== null && element.contains(at) && left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
}

/** Whether the button of this name can be pressed where it is. */
export async function isPressable(page: Page, name: string): Promise<boolean> {
  return (await waitForNamed(page, 'button', name)).evaluate(isHit);
}

/** Which controls of the bar are in it but cannot be pressed, by the ids of their places. */
export function hiddenControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const places = [...document.querySelectorAll<HTMLElement>('[data-control]:not([hidden])')];
    const buttons = places.flatMap((place) =>
      [...place.querySelectorAll('button')]
        .filter((button) => button.checkVisibility())
        .map((button) => ({ id: place.dataset['control'] ?? '', button })),
    );
    return buttons
      .filter(({ button }) => {
        const { left, right, top, bottom } = button.getBoundingClientRect();
        const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return !at || !button.contains(at) || left < 0 || right > innerWidth || bottom > innerHeight;
      })
      .map(({ id }) => id);
  });
}

/** Which controls the bar has no room for, by the ids of their places. */
export function foldedControls(page: Page): Promise<string[]> {
  return page.$$eval('[data-control][hidden]', (places) =>
    places.filter((place) => place.childElementCount > 0).map((place) => place.getAttribute('data-control') ?? ''),
  );
}

/** The entries of the "More" menu, which is closed again. */
export async function moreEntries(page: Page): Promise<string[]> {
  await (await waitForNamed(page, 'button', 'More')).click();
  await page.waitForSelector('[role="menuitem"]');
  const entries = await page.$$eval('[role="menuitem"]', (items) =>
    items.map((item) => (item instanceof HTMLElement ? (item.innerText.split('\n')[0]?.trim() ?? '') : '')),
  );
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelector('[role="menuitem"]') === null, { polling: 100 });
  return entries;
}
