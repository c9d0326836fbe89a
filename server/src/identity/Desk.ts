import type { AccountId } from '@plenum/shared/core/ids';
import type { LetterKind, Mailer } from '../mail/ports.ts';
import type { Store } from '../storage/ports.ts';
import type { Attempts } from './Attempts.ts';
import type { Auth } from './auth.ts';
import type { Caller, RequestHeaders, SignedIn } from './ports.ts';
import type { IdentitySettings } from './settings.ts';

/** What the parts of identity share. */
export interface Desk {
  readonly auth: Auth;
  readonly attempts: Attempts;
  readonly options: {
    readonly store: Store;
    readonly mailer: Mailer;
    readonly settings: IdentitySettings;
    readonly address: () => string;
    /** Epoch ms. */
    readonly now: () => number;
  };
  readonly erasers: readonly ((account: AccountId) => Promise<void>)[];
  readonly exporters: ReadonlyMap<string, (account: AccountId) => Promise<unknown>>;
  /** The account of a request; undefined without a valid session. */
  whoAsks(headers: RequestHeaders): Promise<SignedIn | undefined>;
  /** The account of a request. @throws AppError `forbidden` without one */
  require(caller: Caller): Promise<SignedIn>;
  /** Signs in; the session that this browser had before ends. */
  replacing<T>(caller: Caller, signIn: () => Promise<T>): Promise<T>;
  signOut(caller: Caller): Promise<void>;
  /** Writes a letter about an account. @param path the page of the client, below `/account/` */
  write(kind: LetterKind, to: string, language: string | undefined, path: string): Promise<void>;
}
