import axe from 'axe-core';
import type { Page } from 'puppeteer';

/** What axe finds wrong, as lines that say where. */
export async function violations(page: Page): Promise<string[]> {
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
