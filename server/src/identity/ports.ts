import type { AccountId } from '@plenum/shared/core/ids';

/** The account that sends a request, and the session by which the server knows it. */
export interface SignedIn {
  readonly account: AccountId;
  /** The id of the session, which is no secret. */
  readonly session: string;
  readonly email: string;
  readonly name: string;
  /** True when the person has proven that the address is theirs. Rights that an address gives need this. */
  readonly verified: boolean;
  /** True for an operator of the server. */
  readonly operator: boolean;
}

/** What others may read of an account. */
export interface AccountCard {
  readonly account: AccountId;
  readonly email: string;
  readonly name: string;
  readonly verified: boolean;
  readonly operator: boolean;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** The headers of a request, by lower-case name. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Tells who sends a request, and finds accounts. */
export interface Identity {
  /** The account of the session cookie; undefined without a valid session. */
  whoAsks(headers: RequestHeaders): Promise<SignedIn | undefined>;
  /** The accounts with these ids, in any order; unknown ids are left out. At most 200 ids. */
  findAccounts(ids: readonly AccountId[]): Promise<AccountCard[]>;
  /** The account with a verified address, which is compared without regard to case; undefined for an unverified one. */
  findByEmail(email: string): Promise<AccountCard | undefined>;
  /**
   * Registers a function that runs when a person deletes their account, before its rows go. When the function throws
   * `AppError`, the account stays and the person reads the message. The function must be idempotent: after a crash in the
   * middle it runs again.
   */
  onDeleting(erase: (account: AccountId) => Promise<void>): void;
  /** Registers a function that runs when a new account exists, whose address its person has proven. */
  onVerified(welcome: (account: AccountCard) => Promise<void>): void;
  /**
   * Registers a function that says whether an address was invited, for example into an organisation. An invited address may
   * register also where registration is by invitation or approval.
   */
  onAdmitting(invites: (email: string) => Promise<boolean>): void;
  /** Registers a function that adds a part to the export of an account's data. */
  onExporting(part: string, read: (account: AccountId) => Promise<unknown>): void;
  /** True while no account is an operator. */
  needsOperator(): Promise<boolean>;
}

/** The sender of a request, as identity sees it. */
export interface Caller {
  readonly headers: RequestHeaders;
  /** The network of the request. */
  readonly address: string;
  /** Sends cookies with the answer. */
  setCookies(cookies: readonly string[]): void;
}
