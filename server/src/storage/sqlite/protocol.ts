import type { Call } from '../DatabasePort.ts';
import type { CarriedError } from '../failures.ts';

/** Calls of one transaction: all take effect or none. */
export type Calls = readonly Call[];

/** A message to the database thread; one group at a time. */
export type ToThread = { readonly kind: 'group'; readonly asked: readonly Calls[] } | { readonly kind: 'close' };

/** A row that could not be read. */
export interface UnreadableRow {
  readonly room: string;
  readonly seq: number;
  readonly error: CarriedError;
}

export type Answer =
  | { readonly ok: true; readonly outputs: unknown[]; readonly unreadable: readonly UnreadableRow[] }
  | { readonly ok: false; readonly error: CarriedError };

/** A message from the database thread; `answers` are in the order of the group. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly error: CarriedError }
  | { readonly kind: 'answers'; readonly answers: readonly Answer[] };
