import { inBackground } from './background.ts';

/**
 * Lets work run that nothing in a page or a bot waits for. Should it fail where it says that it does not, a page shows it as
 * any other error that nobody has caught, and goes on; a bot ends.
 */
export function aside(work: Promise<unknown> | undefined): void {
  if (work) inBackground(work, show);
}

function show(error: unknown): void {
  const report: unknown = Reflect.get(globalThis, 'reportError');
  if (typeof report !== 'function') throw error;
  Reflect.apply(report, globalThis, [error]);
}
