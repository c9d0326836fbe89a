import { inBackground } from './background.ts';

/**
 * Runs work without waiting for it, in a page or a bot. An unexpected rejection is reported like any uncaught error: a page
 * goes on, a bot ends (decision 0049).
 */
export function aside(work: Promise<unknown> | undefined): void {
  if (work) inBackground(work, show);
}

function show(error: unknown): void {
  const report: unknown = Reflect.get(globalThis, 'reportError');
  if (typeof report !== 'function') throw error;
  Reflect.apply(report, globalThis, [error]);
}
