import type { Person } from './person.ts';
import type { ServerProcess } from './server.ts';

/** What a server loads before itself so that `pass` can move its clock: `ServerProcess.start({ preload: movedClock })`. */
export const movedClock = new URL('./movedClock.ts', import.meta.url).href;

/** Moves the clocks of the server and of these people's browsers forward. */
export async function pass(server: ServerProcess, people: readonly Person[], moveMs: number): Promise<void> {
  for (const { page } of people) {
    await page.evaluate((ms) => {
      const before = Date.now.bind(Date);
      Date.now = () => before() + ms;
    }, moveMs);
  }
  server.process.send({ moveMs });
}
