import type { Page } from 'puppeteer';

/** The name that a screen reader would say for what has the focus. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return '';
    const labelledBy = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const labels = labelledBy.map((id) => document.getElementById(id)?.textContent ?? '');
    const native = element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? '') : '';
    return (labels.join(' ') || element.getAttribute('aria-label') || native || element.innerText).trim();
  });
}

/** More stops than any page of ours has: going round further means that the thing cannot be reached. */
const maxStops = 80;

/** Goes there as somebody without a mouse does. @throws when Tab does not lead there */
export async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < maxStops; stop += 1) {
    const focused = await focusedName(page);
    if (focused === name || focused.split('\n')[0] === name) return;
    passed.push(focused);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to "${name}", only to: ${[...new Set(passed)].join(' | ')}`);
}
