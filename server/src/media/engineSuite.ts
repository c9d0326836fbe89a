import { afterEach, beforeEach, describe } from 'vitest';
import { engineRules } from './testing/engineRules.ts';
import { lineRules } from './testing/lineRules.ts';
import { rightRules } from './testing/rightRules.ts';
import { shedRules } from './testing/shedRules.ts';
import { slotRules } from './testing/slotRules.ts';
import { speakRules } from './testing/speakRules.ts';
import { streamRules } from './testing/streamRules.ts';
import { TestClock } from './testing/TestClock.ts';
import { createWorld, type EngineUnderTest, type World } from './testing/world.ts';

/** Makes an engine whose rooms have this many audio slots. */
type CreateEngine = (clock: TestClock, slots: number) => Promise<EngineUnderTest>;

/** The rules of the port, run for every engine: without audio slots and with them. */
export function engineSuite(name: string, create: CreateEngine): void {
  const suite = (slots: number, rules: readonly ((now: () => World) => void)[]): void => {
    let world: World;
    beforeEach(async () => {
      const clock = new TestClock();
      world = await createWorld(clock, await create(clock, slots));
    });
    afterEach(() => world.under.engine.close());
    for (const rule of rules) rule(() => world);
  };
  describe(name, () => suite(0, [streamRules, lineRules, engineRules, rightRules, shedRules]));
  describe(`${name} with audio slots`, () => suite(2, [slotRules, speakRules]));
}
