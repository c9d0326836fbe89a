import { inBackground } from '@plenum/shared/core/background';

/** The name of the warnings that `alone` gives; the process writes them into its log. */
export const strayFault = 'StrayFault';

/**
 * Lets a call to the media engine run that nobody waits for. The port says that it never rejects; should it, that is a
 * fault of ours, told as a warning of the process, and the meeting goes on.
 */
export function alone(call: Promise<unknown> | undefined): void {
  if (!call) return;
  inBackground(call, (error) => {
    process.emitWarning(error instanceof Error ? (error.stack ?? error.message) : String(error), strayFault);
  });
}
