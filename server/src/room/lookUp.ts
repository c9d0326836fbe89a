import type { Command } from '@plenum/shared/core/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { AnySlice } from './serve.ts';

/** A message that passed the door: which feature's, which of its verbs, and the parsed input. */
export interface Admitted {
  readonly slice: AnySlice;
  readonly verb: string;
  readonly input: unknown;
}

/** The table's entry for a message like `chat:send`. @throws AppError `invalid` when no feature has such a message */
export function lookUp(
  slices: ReadonlyMap<string, AnySlice>,
  kind: 'commands' | 'requests',
  name: string,
): { slice: AnySlice; verb: string; definition: Command } {
  const [feature = '', verb = ''] = name.split(':', 2);
  const slice = slices.get(feature);
  const table = slice?.reducer.contract[kind];
  const definition = table && Object.hasOwn(table, verb) ? table[verb] : undefined;
  if (!slice || !definition || name !== `${feature}:${verb}`) throw new AppError('invalid', 'Unknown command.');
  return { slice, verb, definition };
}
