import { afterAll } from 'vitest';
import { engineSuite } from '../engineSuite.ts';
import { resumeMs } from '../testing/world.ts';
import { startEngine } from './testEngine.ts';
import { wireBrowsers } from './wires.ts';

const { received, send, stop } = wireBrowsers();
afterAll(stop);

engineSuite('MediasoupEngine', async (clock, slots) => {
  const { engine, kill } = await startEngine({ workers: 1, resumeMs, slots, now: clock.now }, clock);
  return { engine, received, send, killWorkers: () => kill(engine.census().pids) };
});
