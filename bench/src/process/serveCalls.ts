import { aside } from '@plenum/shared/core/aside';
import type { Call, Calls, Returned } from './calls.ts';

/** Answers the calls of the parent process; ends with it. */
export function serveCalls(calls: Calls): void {
  process.on('message', (message) => {
    // Both ends of the channel run this code.
    const { id, name, input } = message as Call;
    aside(answer(calls, { id, name, input }).then((returned) => process.send?.(returned)));
  });
  process.on('disconnect', () => process.exit(0));
}

async function answer(calls: Calls, { id, name, input }: Call): Promise<Returned> {
  try {
    const run = calls[name];
    if (!run) throw new Error(`There is no call ${name}.`);
    return { id, value: await run(input as never) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
