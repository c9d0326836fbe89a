import type { Page } from 'puppeteer';

/** Waits until the page has painted this many frames; for each at most a second, for a page that paints none. */
export async function paints(page: Page, frames: number): Promise<void> {
  await page.evaluate(async (count) => {
    const aFrame = () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => resolve());
        setTimeout(resolve, 1_000);
      });
    // oxlint-disable-next-line no-await-in-loop -- one frame comes after the other.
    for (let frame = 0; frame < count; frame += 1) await aFrame();
  }, frames);
}
