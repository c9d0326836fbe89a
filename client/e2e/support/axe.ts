import axe from 'axe-core';
import type { Page } from 'puppeteer';

/**
 * Waits until what fades or moves has arrived; a paused animation does not count. Asked by a timer: a browser without a
 * screen may paint no frame for minutes, and a promise of the page would then wait for ever.
 */
export async function settled(page: Page): Promise<void> {
  const isStill = () =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity);
  await page.waitForFunction(isStill, { polling: 100 });
}

/** What axe finds wrong, as lines that say where. Asked again when there is something: it may have begun to fade in meanwhile. */
export async function violations(page: Page): Promise<string[]> {
  const found = await look(page);
  return found.length === 0 ? found : look(page);
}

async function look(page: Page): Promise<string[]> {
  // What is still fading in has not its own colours yet.
  await settled(page);
  // Half a megabyte, which a page needs once.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const run = Reflect.get(window, 'axe') as { run: (options: object) => Promise<axe.AxeResults> };
    return (await run.run({ resultTypes: ['violations'] })).violations.map(({ id, nodes }) => ({
      id,
      where: nodes.map(
        ({ target, html, failureSummary }) => `${target.join(' ')} (${html.slice(0, 300)}): ${failureSummary}`,
      ),
    }));
  });
  return found.flatMap(({ id, where }) => where.map((place) => `${id} at ${place}`));
}
