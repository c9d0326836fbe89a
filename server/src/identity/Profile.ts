import type { Assertion } from '@plenum/shared/api/account/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { AccountId } from '@plenum/shared/core/ids';
import * as z from 'zod/mini';
import { answered, headersOf } from './answers.ts';
import type { Desk } from './Desk.ts';
import type { Keys, PasskeyCard } from './Keys.ts';
import type { Caller } from './ports.ts';

const Credentials = z.array(z.object({ providerId: z.string() }));
const User = z.object({
  language: z.nullish(z.string()),
  twoFactorEnabled: z.nullish(z.boolean()),
  createdAt: z.coerce.date(),
});
const Sessions = z.array(
  z.object({
    id: z.string(),
    token: z.string(),
    userAgent: z.nullish(z.string()),
    createdAt: z.coerce.date(),
    updatedAt: z.coerce.date(),
  }),
);

/** A session as its owner sees it. */
interface SessionCard {
  readonly id: string;
  /** What the browser said of itself. */
  readonly browser: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly isThis: boolean;
}

/** How a person proves once more that the account is theirs. */
export interface Proof {
  readonly password?: string | undefined;
  readonly passkey?: Assertion | undefined;
}

/** What a person sees and changes of their own account. */
export class Profile {
  readonly #accounts: Desk;
  readonly #keys: Keys;

  constructor(accounts: Desk, keys: Keys) {
    this.#accounts = accounts;
    this.#keys = keys;
  }

  get #api() {
    return this.#accounts.auth.api;
  }

  async read(caller: Caller) {
    const { account, email, name, operator } = await this.#accounts.require(caller);
    const { internalAdapter } = await this.#accounts.auth.$context;
    const user = User.parse(await internalAdapter.findUserById(account));
    const credentials = Credentials.parse(await internalAdapter.findAccounts(account)).map((one) => one.providerId);
    const passkeys: readonly PasskeyCard[] = await this.#keys.list(caller);
    return {
      account,
      email,
      name,
      operator,
      language: user.language ?? null,
      createdAt: user.createdAt.getTime(),
      hasPassword: credentials.includes('credential'),
      hasSecondFactor: user.twoFactorEnabled === true,
      providers: credentials.filter((one) => one !== 'credential'),
      passkeys: [...passkeys],
    };
  }

  async update(caller: Caller, { name, language }: { name?: string | undefined; language?: string | undefined }) {
    const { account } = await this.#accounts.require(caller);
    const { internalAdapter } = await this.#accounts.auth.$context;
    const change = { ...(name !== undefined && { name }), ...(language !== undefined && { language }) };
    if (Object.keys(change).length > 0) await internalAdapter.updateUser(account, change);
  }

  async sessions(caller: Caller): Promise<SessionCard[]> {
    const { session } = await this.#accounts.require(caller);
    const found = await this.#sessions(caller);
    return found.map(({ id, userAgent, createdAt }) => {
      return { id, browser: userAgent ?? '', createdAt: createdAt.getTime(), isThis: id === session };
    });
  }

  /** @throws AppError `notFound` for a session of another account */
  async endSession(caller: Caller, id: string): Promise<void> {
    await this.#accounts.require(caller);
    const found = (await this.#sessions(caller)).find((one) => one.id === id);
    if (!found) throw new AppError('notFound', 'There is no such session.');
    const { internalAdapter } = await this.#accounts.auth.$context;
    await internalAdapter.deleteSession(found.token);
  }

  async endOthers(caller: Caller): Promise<void> {
    const { session } = await this.#accounts.require(caller);
    const { internalAdapter } = await this.#accounts.auth.$context;
    for (const { id, token } of await this.#sessions(caller))
      if (id !== session) await internalAdapter.deleteSession(token);
  }

  /** All other sessions end. */
  async changePassword(caller: Caller, { current, next }: { current: string; next: string }): Promise<void> {
    const { email } = await this.#accounts.require(caller);
    await this.#accounts.attempts.begin(email, caller.address);
    const body = { currentPassword: current, newPassword: next, revokeOtherSessions: true };
    await answered(await this.#api.changePassword({ headers: headersOf(caller), body, asResponse: true }), caller);
    await this.#accounts.attempts.succeeded(email);
    await this.#accounts.write('changed', email, undefined, 'forgot');
  }

  /** All that the server keeps of this person as an account; other parts add theirs. No secrets. */
  async exported(caller: Caller): Promise<Record<string, unknown>> {
    const profile = await this.read(caller);
    const sessions = await this.sessions(caller);
    const parts: Record<string, unknown> = { account: profile, sessions };
    for (const [part, read] of this.#accounts.exporters) parts[part] = await read(profile.account);
    return parts;
  }

  /**
   * Deletes the account, once its person has proven themselves: rows, letters, sessions, and what other parts keep. Nothing
   * of it stays in the file of SQLite.
   */
  async erase(caller: Caller, proof: Proof): Promise<void> {
    const { account, email } = await this.#accounts.require(caller);
    await this.#prove(caller, email, account, proof);
    await this.eraseAll(account, email, () => this.#accounts.signOut(caller));
  }

  /** Erases an account and what other parts keep of it, without asking for a proof. */
  async eraseAll(account: AccountId, email: string, signOut = async (): Promise<void> => undefined): Promise<void> {
    for (const erase of this.#accounts.erasers) await erase(account);
    await signOut();
    const { store, mailer } = this.#accounts.options;
    await store.ask.accounts.erase({ account, email, attempts: this.#accounts.attempts.idsOf(email) });
    await mailer.forget(email);
  }

  async #prove(caller: Caller, email: string, account: string, proof: Proof): Promise<void> {
    await this.#accounts.attempts.begin(email, caller.address);
    if (proof.passkey) return this.#keys.prove(caller, account, proof.passkey);
    const body = { password: proof.password ?? '' };
    await answered(await this.#api.verifyPassword({ headers: headersOf(caller), body, asResponse: true }), caller);
  }

  async #sessions(caller: Caller): Promise<z.infer<typeof Sessions>> {
    const response = await this.#api.listSessions({ headers: headersOf(caller), asResponse: true });
    return Sessions.parse(await answered(response, caller));
  }
}
