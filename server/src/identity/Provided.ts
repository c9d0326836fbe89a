import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import { answered, headersOf } from './answers.ts';
import type { Desk } from './Desk.ts';
import type { Caller } from './ports.ts';

const Started = z.object({ url: z.string() });

/** What a provider sent with the browser that it sent back. */
export interface Returned {
  readonly state: string;
  readonly code?: string | undefined;
  readonly iss?: string | undefined;
  readonly error?: string | undefined;
}

/** Signing in at a provider that the operator configured. The browser comes back to a page, which asks `finish`. */
export class Provided {
  readonly #accounts: Desk;

  constructor(accounts: Desk) {
    this.#accounts = accounts;
  }

  /** @returns the address at the provider to which the browser goes */
  async start(caller: Caller, provider: string): Promise<string> {
    this.#require(provider);
    const page = `${this.#accounts.options.address()}/account`;
    const body = { provider, callbackURL: page, errorCallbackURL: `${page}/failed`, disableRedirect: true };
    const response = await this.#accounts.auth.api.signInSocial({ body, headers: headersOf(caller), asResponse: true });
    return Started.parse(await answered(response, caller)).url;
  }

  /** @throws AppError `forbidden` when the provider did not say who this is, or the person is not admitted */
  async finish(caller: Caller, provider: string, returned: Returned): Promise<void> {
    this.#require(provider);
    const { code, iss, error, state } = returned;
    const query = { state, ...(code && { code }), ...(iss && { iss }), ...(error && { error }) };
    await this.#accounts.replacing(caller, async () => {
      const response = await this.#accounts.auth.api.callbackOAuth({
        params: { id: provider },
        query,
        method: 'GET',
        headers: headersOf(caller),
        asResponse: true,
      });
      // The library answers with a redirect, to a page of ours with an error in the query when it refuses.
      const to = response.headers.get('location') ?? '';
      const failed = response.status !== 302 || new URL(to, this.#accounts.options.address()).searchParams.has('error');
      if (failed)
        throw new AppError('forbidden', 'The provider did not say who you are, or you are not admitted here.');
      caller.setCookies(response.headers.getSetCookie());
    });
  }

  #require(provider: string): void {
    if (!this.#accounts.options.settings.providers.some(({ id }) => id === provider))
      throw new AppError('notFound', 'There is no such provider.');
  }
}
