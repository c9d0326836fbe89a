import type { Call } from './call.ts';
import { createHook, destroyHook, listHooks } from './calls/hooks.ts';
import { version } from './calls/version.ts';
import type { BbbParts } from './ports.ts';

/** Every call of the API, one line each. A new call is one more file in `calls/` and one line here. */
export function callsOf(parts: BbbParts): readonly Call[] {
  return [version, createHook(parts), destroyHook(parts), listHooks(parts)];
}
