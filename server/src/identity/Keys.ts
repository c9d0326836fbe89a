import { AppError } from '@plenum/shared/core/errors';
import type { Assertion, Attestation } from '@plenum/shared/api/account/contract';
import { mostPasskeys } from '@plenum/shared/api/account/limits';
import * as z from 'zod/mini';
import { answered, headersOf } from './answers.ts';
import type { Desk } from './Desk.ts';
import type { Caller } from './ports.ts';

const Options = z.record(z.string(), z.unknown());
const Passkeys = z.array(
  z.object({ id: z.string(), name: z.nullish(z.string()), createdAt: z.nullish(z.coerce.date()) }),
);
const Enabled = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });
const Codes = z.object({ backupCodes: z.array(z.string()) });
const Entered = z.object({ user: z.object({ id: z.string() }), session: z.object({ token: z.string() }) });

/** A passkey as its owner sees it. */
export interface PasskeyCard {
  readonly id: string;
  readonly name: string;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** Ways to sign in beside the password: passkeys and the second factor. */
export class Keys {
  readonly #accounts: Desk;

  constructor(accounts: Desk) {
    this.#accounts = accounts;
  }

  get #api() {
    return this.#accounts.auth.api;
  }

  /** A challenge for signing in with a passkey, for the browser's `navigator.credentials.get`. */
  async challenge(caller: Caller): Promise<Record<string, unknown>> {
    const response = await this.#api.generatePasskeyAuthenticationOptions({ ...asked(caller), asResponse: true });
    return Options.parse(await answered(response, caller));
  }

  /** Signs in with a passkey. @throws AppError `forbidden` for a passkey that is unknown or not proven */
  async signIn(caller: Caller, proof: Assertion): Promise<void> {
    await this.#accounts.replacing(caller, () => this.#enter(caller, proof));
  }

  /** Proves an account by one of its passkeys; the session that this makes ends. */
  async prove(caller: Caller, account: string, proof: Assertion): Promise<void> {
    // The answer's cookies are not sent: the browser keeps the session that it has.
    const { user, session } = await this.#enter({ ...caller, setCookies: () => undefined }, proof);
    const { internalAdapter } = await this.#accounts.auth.$context;
    await internalAdapter.deleteSession(session.token);
    if (user.id !== account) throw new AppError('forbidden', 'This passkey belongs to another account.', 'password');
  }

  /** A challenge for a new passkey, for `navigator.credentials.create`. The session must be fresh. */
  async newChallenge(caller: Caller): Promise<Record<string, unknown>> {
    const { email } = await this.#accounts.require(caller);
    if ((await this.list(caller)).length >= mostPasskeys)
      throw new AppError('full', `An account has ${mostPasskeys} passkeys at most. Remove one first.`);
    const query = { name: email };
    const response = await this.#api.generatePasskeyRegistrationOptions({ ...asked(caller), query, asResponse: true });
    return Options.parse(await answered(response, caller));
  }

  async add(caller: Caller, name: string, proof: Attestation): Promise<void> {
    const body = { response: proof, name };
    await answered(await this.#api.verifyPasskeyRegistration({ ...asked(caller), body, asResponse: true }), caller);
  }

  async list(caller: Caller): Promise<PasskeyCard[]> {
    const found = Passkeys.parse(
      await answered(await this.#api.listPasskeys({ ...asked(caller), asResponse: true }), caller),
    );
    return found.map(({ id, name, createdAt }) => ({ id, name: name ?? '', createdAt: createdAt?.getTime() ?? 0 }));
  }

  /** @throws AppError `notFound` for a passkey of another account */
  async remove(caller: Caller, id: string): Promise<void> {
    if (!(await this.list(caller)).some((one) => one.id === id))
      throw new AppError('notFound', 'There is no such passkey.');
    await answered(await this.#api.deletePasskey({ ...asked(caller), body: { id }, asResponse: true }), caller);
  }

  /** Begins to set up the second factor. It is on when a first code has proven it. */
  async beginSecond(caller: Caller, password: string): Promise<{ uri: string; codes: readonly string[] }> {
    const made = await this.#withPassword(caller, () =>
      this.#api.enableTwoFactor({ ...asked(caller), body: { password }, asResponse: true }),
    );
    const { totpURI: uri, backupCodes: codes } = Enabled.parse(made);
    return { uri, codes };
  }

  async endSecond(caller: Caller, password: string): Promise<void> {
    await this.#withPassword(caller, () =>
      this.#api.disableTwoFactor({ ...asked(caller), body: { password }, asResponse: true }),
    );
  }

  /** New recovery codes; the earlier ones are void. */
  async newCodes(caller: Caller, password: string): Promise<readonly string[]> {
    const made = await this.#withPassword(caller, () =>
      this.#api.generateBackupCodes({ ...asked(caller), body: { password }, asResponse: true }),
    );
    return Codes.parse(made).backupCodes;
  }

  /** Proves the second factor: of a person who signs in, or of one who sets it up. */
  async second(caller: Caller, { code, kind, trust }: { code: string; kind: 'app' | 'recovery'; trust: boolean }) {
    const body = { code, trustDevice: trust };
    const response =
      kind === 'app'
        ? await this.#api.verifyTOTP({ ...asked(caller), body, asResponse: true })
        : await this.#api.verifyBackupCode({ ...asked(caller), body, asResponse: true });
    await answered(response, caller);
  }

  async #enter(caller: Caller, proof: Assertion): Promise<z.infer<typeof Entered>> {
    const { userHandle, ...signed } = proof.response;
    const body = { response: { ...proof, response: { ...signed, ...(userHandle !== undefined && { userHandle }) } } };
    return Entered.parse(
      await answered(await this.#api.verifyPasskeyAuthentication({ ...asked(caller), body, asResponse: true }), caller),
    );
  }

  /** Asks what needs the password; wrong ones are counted. */
  async #withPassword(caller: Caller, ask: () => Promise<Response>): Promise<unknown> {
    const { email } = await this.#accounts.require(caller);
    await this.#accounts.attempts.begin(email, caller.address);
    const answer = await answered(await ask(), caller);
    await this.#accounts.attempts.succeeded(email);
    return answer;
  }
}

function asked(caller: Caller) {
  return { headers: headersOf(caller) };
}
