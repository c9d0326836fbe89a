import { afterEach, beforeEach, describe } from 'vitest';
import { engineRules } from './testing/engineRules.ts';
import { lineRules } from './testing/lineRules.ts';
import { streamRules } from './testing/streamRules.ts';
import { TestClock } from './testing/TestClock.ts';
import { createWorld, type EngineUnderTest, type World } from './testing/world.ts';

/** The behaviour of the port, the same for every engine behind it. */
export function engineSuite(name: string, create: (clock: TestClock) => Promise<EngineUnderTest>): void {
  describe(name, () => {
    let world: World;
    beforeEach(async () => {
      const clock = new TestClock();
      world = await createWorld(clock, await create(clock));
    });
    afterEach(() => world.under.engine.close());

    streamRules(() => world);
    lineRules(() => world);
    engineRules(() => world);
  });
}
