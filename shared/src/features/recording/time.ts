import type { Recording } from './contract.ts';

/** What the recording's clock shows at `at` (epoch ms), in ms; it stands still while nothing is written. */
export function spentAt({ run }: Pick<Recording, 'run'>, at: number): number {
  return run.is === 'running' ? run.spentMs + Math.max(0, at - run.since) : run.spentMs;
}
