import axe from 'axe-core';
import type { Page } from 'puppeteer';

/** What axe finds wrong, as lines that say where. */
export async function violations(page: Page): Promise<string[]> {
  // What is still fading in has not its own colours yet.
  await page.evaluate(async () => {
    const ends = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ends.map(({ finished }) => finished));
  });
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
