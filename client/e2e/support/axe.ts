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

/** What axe finds wrong, as lines that say where. */
export async function violations(page: Page): Promise<string[]> {
  // What is still fading in has not its own colours yet.
  await settled(page);
  await page.evaluate(axe.source);
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
