import { engineSuite, resumeMs } from '../engineSuite.ts';
import { startEngine } from './testEngine.ts';

engineSuite('MediasoupEngine', async (clock) => {
  const { engine, kill } = await startEngine({ workers: 1, resumeMs }, clock);
  return { engine, killWorkers: () => kill(engine.census().pids) };
});
