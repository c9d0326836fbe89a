/**
 * Runs work without waiting for it and passes a rejection to `failed`. Without a listener, the rejection would count as a
 * fault of the process (decision 0049).
 */
export function inBackground(work: Promise<unknown>, failed: (error: unknown) => void): void {
  work.catch(failed);
}
