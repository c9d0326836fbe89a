import { setTimeout } from 'node:timers/promises';

/** Resolves after `ms`, and not before other work that waits; a negative time counts as 0. */
export async function wait(ms: number): Promise<void> {
  await setTimeout(Math.max(0, ms));
}
