import type { Logger } from 'pino';
import { inBackground } from '@plenum/shared/core/background';
import { AppError } from '@plenum/shared/core/errors';
import { AccountId } from '@plenum/shared/core/ids';
import * as z from 'zod/mini';
import type { LetterKind, LetterLanguage, Mailer } from '../mail/ports.ts';
import { letterLanguages } from '../mail/ports.ts';
import type { Outward } from '../outward/ports.ts';
import type { RoomReport } from '../room/ports.ts';
import type { Store } from '../storage/ports.ts';
import { answered, headersOf } from './answers.ts';
import { Attempts } from './Attempts.ts';
import { type Auth, cookiePrefix, createAuth } from './auth.ts';
import { cardOf } from './cards.ts';
import { invitationMs, Links } from './Links.ts';
import { Keys } from './Keys.ts';
import { Passwords } from './Passwords.ts';
import type { AccountCard, Caller, Identity, RequestHeaders, SignedIn } from './ports.ts';
import { Profile } from './Profile.ts';
import { Provided } from './Provided.ts';
import { Homes } from './provider/Homes.ts';
import { Provider } from './provider/Provider.ts';
import { Standard } from './provider/Standard.ts';
import type { IdentitySettings } from './settings.ts';

interface AccountsOptions {
  readonly store: Store;
  readonly mailer: Mailer;
  readonly settings: IdentitySettings;
  /** The address at which browsers reach this server; known when it listens. */
  readonly address: () => string;
  readonly log: Logger;
  readonly report: RoomReport;
  /** Asks other Plenums. */
  readonly outward: Outward;
  /** Epoch ms. */
  readonly now: () => number;
}

/** What a person says when they make an account from a link. */
export interface NewAccount {
  readonly token: string;
  readonly name: string;
  readonly password: string;
  readonly language?: string | undefined;
}

const Session = z.object({
  session: z.object({ id: z.string(), token: z.string() }),
  user: z.object({
    id: AccountId,
    email: z.string(),
    name: z.string(),
    emailVerified: z.boolean(),
    operator: z.optional(z.nullable(z.number())),
    disabled: z.optional(z.nullable(z.number())),
  }),
});

const SignedInAnswer = z.object({ twoFactorRedirect: z.optional(z.boolean()) });

/** The longest list of ids in one question. */
const mostAsked = 200;

/**
 * Accounts: who is there, how one comes to have one, and signing in with a password. An account exists only when its person
 * has proven the address, so nobody can take an address that is another's (decision 0132).
 */
export class Accounts implements Identity {
  readonly options: AccountsOptions;
  readonly attempts: Attempts;
  readonly links: Links;
  readonly #secret: string;
  #auth: Auth | undefined;
  readonly #passwords = new Passwords();
  /** The addresses whose accounts are being made from a link. */
  readonly #proven = new Set<string>();
  readonly #invites: ((email: string) => Promise<boolean>)[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #welcomes: ((account: AccountCard) => Promise<void>)[] = [];
  readonly erasers: ((account: AccountId) => Promise<void>)[] = [];
  readonly exporters = new Map<string, (account: AccountId) => Promise<unknown>>();

  readonly keys: Keys;
  readonly profile: Profile;
  readonly provided: Provided;
  readonly homes: Homes;
  readonly provider: Provider;
  readonly standard: Standard;

  private constructor(options: AccountsOptions, secret: string) {
    this.options = options;
    this.keys = new Keys(this);
    this.profile = new Profile(this, this.keys);
    this.provided = new Provided(this);
    this.homes = new Homes(this, { ...options, secret });
    this.provider = new Provider(this);
    this.standard = new Standard(this);
    this.#secret = secret;
    this.attempts = new Attempts({ ...options, secret });
    this.links = new Links(options);
  }

  static async open(options: AccountsOptions): Promise<Accounts> {
    // Kept like all keys of this server, and made at the first start, so that it can be neither short nor a default.
    return new Accounts(options, await options.store.secret('identity'));
  }

  /** The library, made when it is first needed: the address is known only when the server listens. */
  get auth(): Auth {
    const { store, settings, address, log } = this.options;
    this.#auth ??= createAuth({
      database: store.libraryDatabase(),
      secret: this.#secret,
      address: address(),
      passwords: this.#passwords,
      providers: settings.providers,
      log,
      admits: async (email, provider) => this.#proven.has(email) || (await this.#admits(email, provider)),
      onCreated: (id) => this.#welcome(id),
      isOpen: (account) => store.ask.operatedAccounts.isOpen({ account }),
      sendReset: (email, language, token) => this.write('reset', email, language, `reset#${token}`),
      onPasswordChanged: (email, language) => this.write('changed', email, language, 'forgot'),
    });
    return this.#auth;
  }

  onDeleting(erase: (account: AccountId) => Promise<void>): void {
    this.erasers.push(erase);
  }

  onVerified(welcome: (account: AccountCard) => Promise<void>): void {
    this.#welcomes.push(welcome);
  }

  onAdmitting(invites: (email: string) => Promise<boolean>): void {
    this.#invites.push(invites);
  }

  onExporting(part: string, read: (account: AccountId) => Promise<unknown>): void {
    this.exporters.set(part, read);
  }

  async whoAsks(headers: RequestHeaders): Promise<SignedIn | undefined> {
    const { cookie } = headers;
    // Most requests come from guests: they cost no question.
    if (typeof cookie !== 'string' || !cookie.includes(`${cookiePrefix}.session_token=`)) return undefined;
    const query = { disableRefresh: true };
    const found = Session.safeParse(await this.auth.api.getSession({ headers: headersOf({ headers }), query }));
    if (!found.success) return undefined;
    const { session, user } = found.data;
    const { id: account, email, name, emailVerified: verified, operator, disabled } = user;
    // A session that was being made while an operator disabled the account counts for nothing.
    if (disabled === 1) return undefined;
    return { account, session: session.id, email, name, verified, operator: operator === 1 };
  }

  async findAccounts(ids: readonly AccountId[]): Promise<AccountCard[]> {
    const rows = await this.options.store.ask.accounts.find({ ids: ids.slice(0, mostAsked) });
    return rows.map(cardOf);
  }

  async findByEmail(email: string): Promise<AccountCard | undefined> {
    const row = await this.options.store.ask.accounts.findByEmail({ email: email.toLowerCase() });
    const card = row && cardOf(row);
    return card?.verified ? card : undefined;
  }

  async needsOperator(): Promise<boolean> {
    return (await this.options.store.ask.accounts.countOperators()) === 0;
  }

  /**
   * The token of the address at which the first operator is made; undefined when there is one. An earlier token ends.
   */
  async firstOperator(): Promise<string | undefined> {
    return (await this.needsOperator()) ? this.links.make('operator', '') : undefined;
  }

  /**
   * Sends a letter to an address that wants an account. It returns at once, and says nothing, so that neither the answer nor
   * its duration tells whether the server knows the address.
   */
  register(asked: { readonly email: string; readonly language?: string | undefined }): void {
    this.#later('registering', this.#register(asked.email.toLowerCase(), asked.language));
  }

  async #register(email: string, language: string | undefined): Promise<void> {
    if (this.options.settings.registration === 'closed') return;
    if (!(await this.attempts.mayWrite(email))) return;
    const known = await this.findByEmail(email);
    if (known) return this.write('exists', email, language, 'sign-in');
    if (await this.#admits(email, undefined)) return this.#writeLink('register', email, language);
    if (this.options.settings.registration === 'approval') await this.#request(email);
  }

  /** The address that a link of a letter is for. */
  async linkFor(purpose: 'register' | 'operator', token: string): Promise<string> {
    return this.links.read(purpose, token);
  }

  /** Makes an account from the link of a letter, and signs its person in. */
  async confirm(caller: Caller, made: NewAccount): Promise<void> {
    const { email, operator } = await this.links.readWhole('register', made.token);
    await this.#create(email, made, operator);
    await this.#enter(caller, email, made.password);
  }

  /** Makes the first operator from the address that the start of the server printed. */
  async confirmOperator(caller: Caller, made: NewAccount & { readonly email: string }): Promise<void> {
    await this.links.read('operator', made.token);
    if (!(await this.needsOperator())) throw new AppError('forbidden', 'This server has an operator already.');
    const email = made.email.toLowerCase();
    await this.#create(email, made, true);
    await this.#enter(caller, email, made.password);
  }

  /** @returns whether a second factor is still wanted */
  async signIn(caller: Caller, { email: given, password }: { email: string; password: string }): Promise<boolean> {
    const email = given.toLowerCase();
    await this.attempts.begin(email, caller.address);
    const needsSecond = await this.#enter(caller, email, password);
    if (!needsSecond) await this.attempts.succeeded(email);
    return needsSecond;
  }

  async signOut(caller: Caller): Promise<void> {
    await answered(await this.auth.api.signOut({ headers: headersOf(caller), asResponse: true }), caller);
  }

  /** Sends a letter with a link for a new password, if there is such an account. It returns at once, like `register`. */
  forgot({ email }: { readonly email: string }): void {
    this.#later('resetting a password', this.#forgot(email.toLowerCase()));
  }

  async #forgot(email: string): Promise<void> {
    if (!(await this.attempts.mayWrite(email))) return;
    await this.auth.api.requestPasswordReset({ body: { email } });
  }

  /** Sets a password by the link of a letter; all sessions of the account end. */
  async reset(caller: Caller, { token, password }: { token: string; password: string }): Promise<void> {
    const body = { token, newPassword: password };
    const response = await this.auth.api.resetPassword({ body, asResponse: true });
    await answered(response, caller);
  }

  /** Sends an invitation; replaces an earlier one. */
  async invite(email: string, language?: string): Promise<void> {
    if (await this.findByEmail(email)) throw new AppError('conflict', 'There is an account with this address.');
    await this.#writeLink('invite', email.toLowerCase(), language);
  }

  /**
   * Makes the account with this address an operator. Without such an account, a link makes one: in a letter, or returned for
   * the caller to pass on.
   */
  async appoint(
    given: string,
    how: 'letter' | 'link',
  ): Promise<{ readonly is: 'operator' | 'written' | 'link'; readonly link?: string }> {
    const email = given.toLowerCase();
    const known = await this.findByEmail(email);
    if (known) {
      const acting = { asker: { ...known, is: 'account' }, from: 'console', at: this.options.now() } as const;
      const { account } = known;
      await this.options.store.ask.operatedAccounts.rule({ acting, account, operator: true, disabled: false });
      return { is: 'operator' };
    }
    const token = await this.links.make('register', email, { operator: true }, invitationMs);
    const path = `confirm#${token}`;
    if (how === 'link') return { is: 'link', link: `${this.options.address()}/account/${path}` };
    await this.write('invite', email, undefined, path);
    return { is: 'written' };
  }

  /** Approves or refuses a request for an account. Only an approved person gets a letter. */
  async decide(id: string, approved: boolean): Promise<void> {
    const request = (await this.links.requests()).find((one) => one.id === id);
    if (!request || !(await this.links.endRequest(id)))
      throw new AppError('notFound', 'This request was decided already.');
    if (approved) await this.#writeLink('approved', request.email, undefined);
  }

  /** Erases an account for an operator, as its person could. @throws AppError `notFound`, or that of a part that needs it */
  async erase(email: string): Promise<AccountCard> {
    const card = await this.findByEmail(email);
    if (!card) throw new AppError('notFound', 'No account has this address.');
    await this.profile.eraseAll(card.account, card.email);
    return card;
  }

  /** Writes a letter about an account. @param path the page of the client, below `/account/` */
  async write(kind: LetterKind, to: string, language: string | undefined, path: string): Promise<void> {
    const address = this.options.address();
    await this.options.mailer.post({
      kind,
      to,
      language: isLetterLanguage(language) ? language : 'en',
      link: `${address}/account/${path}`,
      values: { server: new URL(address).host },
    });
  }

  #later(what: string, work: Promise<void>): void {
    const watched = work.catch((error: unknown) => void this.options.report.failed('-', what, error));
    this.#running.add(watched);
    inBackground(
      watched.finally(() => this.#running.delete(watched)),
      () => undefined,
    );
  }

  /** Waits for all letters that are being written. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #writeLink(kind: 'register' | 'invite' | 'approved', email: string, language: string | undefined) {
    const token = await this.links.make('register', email, {}, kind === 'register' ? undefined : invitationMs);
    await this.write(kind, email, language, `confirm#${token}`);
  }

  async #request(email: string): Promise<void> {
    const waiting = await this.links.requests();
    // Nobody may fill the operator's list.
    if (waiting.length < mostAsked) await this.links.make('request', email);
  }

  /** Whether a new account with this address is allowed now. */
  async #admits(email: string, provider: string | undefined): Promise<boolean> {
    const { registration, providers } = this.options.settings;
    if (registration === 'open') return true;
    if (provider !== undefined && providers.find(({ id }) => id === provider)?.admits) return true;
    if (registration === 'closed') return false;
    for (const invites of this.#invites) if (await invites(email)) return true;
    return false;
  }

  async #create(email: string, { token, name, password, language }: NewAccount, operator: boolean): Promise<void> {
    const { internalAdapter } = await this.auth.$context;
    const hash = await this.#passwords.hash(password);
    if (await internalAdapter.findUserByEmail(email))
      throw new AppError('conflict', 'There is an account with this address already. Sign in.');
    // From here on the link is used: of two requests at once, one makes the account.
    await this.links.use(token);
    this.#proven.add(email);
    try {
      const user = { email, name, emailVerified: true, ...(language !== undefined && { language }) };
      const made = await internalAdapter.createUser(
        { ...user, operator: operator ? 1 : 0 },
        { method: 'email-password' },
      );
      const credential = { userId: made.id, providerId: 'credential', accountId: made.id, password: hash };
      await internalAdapter.linkAccount(credential);
    } finally {
      this.#proven.delete(email);
    }
  }

  /** Tells all parts of a new account. */
  async #welcome(id: string): Promise<void> {
    const [card] = await this.findAccounts([AccountId.parse(id)]);
    if (card) for (const welcome of this.#welcomes) await welcome(card);
  }

  /** Signs in with a password. @returns whether a second factor is wanted */
  async #enter(caller: Caller, email: string, password: string): Promise<boolean> {
    return this.replacing(caller, async () => {
      const body = { email, password };
      const response = await this.auth.api.signInEmail({ body, headers: headersOf(caller), asResponse: true });
      return SignedInAnswer.parse(await answered(response, caller)).twoFactorRedirect === true;
    });
  }

  /** Signs in; the session that this browser had before ends. */
  async replacing<T>(caller: Caller, signIn: () => Promise<T>): Promise<T> {
    const asked = { headers: headersOf(caller), query: { disableRefresh: true } };
    const earlier = Session.safeParse(await this.auth.api.getSession(asked));
    const result = await signIn();
    const { internalAdapter } = await this.auth.$context;
    if (earlier.success) await internalAdapter.deleteSession(earlier.data.session.token);
    return result;
  }

  /** The account of a request. @throws AppError `forbidden` without one */
  async require(caller: Caller): Promise<SignedIn> {
    const known = await this.whoAsks(caller.headers);
    if (!known) throw new AppError('forbidden', 'Sign in to do this.', 'signIn');
    return known;
  }
}

function isLetterLanguage(language: string | undefined): language is LetterLanguage {
  return letterLanguages.some((one) => one === language);
}
