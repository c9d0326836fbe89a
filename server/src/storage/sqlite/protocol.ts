import type { Call } from '../DatabasePort.ts';
import type { CarriedError } from '../failures.ts';

/** Calls that take effect together or not at all. */
export type Calls = readonly Call[];

/** What the main thread tells the database thread; one group at a time. */
export type ToThread = { readonly kind: 'group'; readonly asked: readonly Calls[] } | { readonly kind: 'close' };

/** A row that could not be read. */
export interface Poisoned {
  readonly room: string;
  readonly seq: number;
  readonly error: CarriedError;
}

export type Answer =
  | { readonly ok: true; readonly outputs: unknown[]; readonly poisoned: readonly Poisoned[] }
  | { readonly ok: false; readonly error: CarriedError };

/** What the database thread tells; `answers` are in the order of the group. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly error: CarriedError }
  | { readonly kind: 'answers'; readonly answers: readonly Answer[] };
