import { createHmac } from 'node:crypto';
import { AppError } from '@plenum/shared/core/errors';
import type { Store } from '../storage/ports.ts';

/** Attempts on one account without a wait; each further one waits twice as long. */
const freeOfAccount = 5;
/** Attempts from one address without a wait: a school has one for all. */
const freeOfAddress = 60;
const firstWaitMs = 10_000;
const longestWaitMs = 15 * 60_000;
/** An account or address without an attempt for this long begins anew, in ms. */
const forgottenMs = 3_600_000;
/** Letters to one address in an hour, asked for by people who are not signed in. */
const lettersPerHour = 5;

interface AttemptsOptions {
  readonly store: Pick<Store, 'ask'>;
  readonly secret: string;
  /** Epoch ms. */
  readonly now: () => number;
}

/**
 * Slows down who guesses: per account and per address, and over a restart. An unknown account is counted like a known one,
 * so that the answers reveal nothing. The ids are keyed hashes: the table names no person and no address.
 */
export class Attempts {
  readonly #options: AttemptsOptions;

  constructor(options: AttemptsOptions) {
    this.#options = options;
  }

  /** Counts an attempt, before it is known whether it succeeds. @throws AppError `limited` with the seconds to wait */
  async begin(account: string, address: string): Promise<void> {
    const until = await this.#count([
      { id: this.idOf('account', account), free: freeOfAccount },
      { id: this.idOf('address', address), free: freeOfAddress },
    ]);
    if (until === undefined) return;
    const seconds = Math.ceil((until - this.#options.now()) / 1_000);
    throw new AppError('limited', `Too many attempts. Try again in ${seconds} seconds.`, 'attempts');
  }

  /** Forgets the attempts on an account: its person has proven themselves. */
  async succeeded(account: string): Promise<void> {
    await this.#options.store.ask.accounts.forgetAttempts({ ids: [this.idOf('account', account)] });
  }

  /** True while an address may be sent another letter. */
  async mayWrite(email: string): Promise<boolean> {
    return (await this.#count([{ id: this.idOf('letter', email), free: lettersPerHour }])) === undefined;
  }

  /** The ids under which an account is counted. */
  idsOf(email: string): string[] {
    return [this.idOf('account', email), this.idOf('letter', email)];
  }

  private idOf(kind: 'account' | 'address' | 'letter', value: string): string {
    return createHmac('sha256', this.#options.secret).update(`${kind} ${value}`).digest('base64url');
  }

  #count(bounds: readonly { readonly id: string; readonly free: number }[]): Promise<number | undefined> {
    const now = this.#options.now();
    const input = { bounds, now, forgetBefore: now - forgottenMs, stepMs: firstWaitMs, mostMs: longestWaitMs };
    return this.#options.store.ask.accounts.attempt(input);
  }
}
