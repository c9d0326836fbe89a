import { afterAll } from 'vitest';
import { engineSuite } from '../engineSuite.ts';
import { resumeMs } from '../testing/world.ts';
import { startEngine } from './testEngine.ts';
import { wireBrowsers } from './wires.ts';

const { received, send, stop } = wireBrowsers();
afterAll(stop);

// With a bound of one stream, two members of a room are on different workers.
const shapes = [
  { name: 'MediasoupEngine', workers: 1, workerConsumers: 500 },
  { name: 'MediasoupEngine with rooms on two workers', workers: 2, workerConsumers: 1 },
];

for (const { name, ...workers } of shapes) {
  engineSuite(name, async (clock, slots) => {
    const { engine, kill, shed } = await startEngine({ ...workers, resumeMs, slots, now: clock.now }, clock);
    return {
      engine,
      received,
      send,
      killWorkers: () => kill(engine.census().pids),
      shed: async (level) => shed(level),
    };
  });
}
