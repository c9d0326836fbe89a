/**
 * Lets work run that nobody waits for. What goes wrong in it is told to `failed`: a rejection without a listener would be a
 * fault of the whole process.
 */
export function inBackground(work: Promise<unknown>, failed: (error: unknown) => void): void {
  work.catch(failed);
}
