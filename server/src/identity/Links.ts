import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { Store } from '../storage/ports.ts';

/** What a link is good for. `request` has no link: it waits for an operator. */
export type Purpose = 'register' | 'operator' | 'request';

const hourMs = 3_600_000;
const lifeMs: Readonly<Record<Purpose, number>> = {
  register: 24 * hourMs,
  operator: 24 * hourMs,
  request: 30 * 24 * hourMs,
};
/** How long an invited person may take, in ms. */
export const invitationMs = 7 * 24 * hourMs;

const Details = z.object({ operator: z.optional(z.boolean()) });

interface LinksOptions {
  readonly store: Pick<Store, 'ask'>;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Links of letters: 256 random bits, good once, for a time. The database has only their hashes. */
export class Links {
  readonly #options: LinksOptions;

  constructor(options: LinksOptions) {
    this.#options = options;
  }

  /** Makes a link in place of an earlier one of this purpose and address. @returns its token */
  async make(purpose: Purpose, email: string, details: object = {}, life: number = lifeMs[purpose]): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const { store, now } = this.#options;
    const link = { id: idOf(token), purpose, email, details: JSON.stringify(details), expires_at: now() + life };
    await store.ask.accounts.keepLink({ link, now: now() });
    return token;
  }

  /** The address of a link. @throws AppError `notFound` for one that is unknown, used or too old */
  async read(purpose: Purpose, token: string): Promise<string> {
    return (await this.readWhole(purpose, token)).email;
  }

  /** The address of a link, and whether its account is an operator. @throws AppError `notFound` like `read` */
  async readWhole(purpose: Purpose, token: string): Promise<{ readonly email: string; readonly operator: boolean }> {
    const { store, now } = this.#options;
    const link = await store.ask.accounts.findLink({ id: idOf(token), purpose, now: now() });
    if (!link) throw gone();
    const details = Details.safeParse(JSON.parse(link.details));
    return { email: link.email, operator: details.success && details.data.operator === true };
  }

  /** Takes a link away: of two requests at once, one passes. @throws AppError `notFound` for the other */
  async use(token: string): Promise<void> {
    if (!(await this.#options.store.ask.accounts.useLink({ id: idOf(token) }))) throw gone();
  }

  /** The addresses that wait for an operator, with ids that are no secrets. */
  async requests(): Promise<{ readonly id: string; readonly email: string; readonly until: number }[]> {
    const { store, now } = this.#options;
    const rows = await store.ask.accounts.linksFor({ purpose: 'request', now: now() });
    return rows.map(({ id, email, expires_at }) => ({ id, email, until: expires_at }));
  }

  /** Takes a request away. @returns false when it is not there */
  async endRequest(id: string): Promise<boolean> {
    return this.#options.store.ask.accounts.useLink({ id });
  }
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function gone(): AppError {
  return new AppError('notFound', 'This link was used already, or is too old. Ask for a new one.');
}
