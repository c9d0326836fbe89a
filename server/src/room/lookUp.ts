import type { Command } from '@plenum/shared/core/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { AnySlice } from './serve.ts';

/** The command or request that a message names: the entry in the contract of its feature. */
export interface Asked {
  readonly name: string;
  readonly slice: AnySlice;
  readonly verb: string;
  readonly definition: Command;
}

/** A message that passed the door, with its parsed input. */
export interface Admitted extends Asked {
  readonly input: unknown;
}

/** Finds the entry for a message like `chat:send`. @throws AppError `invalid` when no feature has such a message */
export function lookUp(slices: ReadonlyMap<string, AnySlice>, kind: 'commands' | 'requests', name: string): Asked {
  const [feature = '', verb = ''] = name.split(':', 2);
  const slice = slices.get(feature);
  const table = slice?.reducer.contract[kind];
  const definition = table && Object.hasOwn(table, verb) ? table[verb] : undefined;
  if (!slice || !definition || name !== `${feature}:${verb}`)
    throw new AppError('invalid', 'There is no such command.');
  return { name, slice, verb, definition };
}
