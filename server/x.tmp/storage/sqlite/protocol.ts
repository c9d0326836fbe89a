import type { Ask } from '../Desk.ts';
import type { CarriedError } from '../failures.ts';

/** What the main thread tells the database thread; one group at a time. */
export type ToThread = { readonly kind: 'group'; readonly asks: readonly Ask[] } | { readonly kind: 'close' };

export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: CarriedError };

/** What the database thread tells; `answers` are in the order of the group's asks. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly error: CarriedError }
  | { readonly kind: 'answers'; readonly answers: readonly Answer[] };
