import { engineSuite } from '../engineSuite.ts';
import { resumeMs } from '../testing/world.ts';
import { startEngine } from './testEngine.ts';

engineSuite('MediasoupEngine', async (clock) => {
  const { engine, kill } = await startEngine({ workers: 1, resumeMs }, clock);
  return { engine, killWorkers: () => kill(engine.census().pids) };
});
