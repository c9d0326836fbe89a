import type { AccountId } from '@plenum/shared/core/ids';
import type { AccountCard, Identity, RequestHeaders, SignedIn } from '../ports.ts';

/** Accounts of a test. A request is from the account that its cookie names. */
export class FakeIdentity implements Identity {
  readonly #cards = new Map<AccountId, AccountCard>();
  readonly #erasers: ((account: AccountId) => Promise<void>)[] = [];

  /** A new account, named after the id. */
  add(account: AccountId, card: Partial<Omit<AccountCard, 'account'>> = {}): AccountCard {
    const made = {
      account,
      email: `${account}@example.org`,
      name: account,
      verified: true,
      operator: false,
      createdAt: 1,
      ...card,
    };
    this.#cards.set(account, made);
    return made;
  }

  /** The cookie of an account's session. */
  cookieOf(account: AccountId): string {
    return `test-session=${account}`;
  }

  async whoAsks({ cookie }: RequestHeaders): Promise<SignedIn | undefined> {
    const account = /(?:^|; )test-session=([\w-]+)/.exec(String(cookie ?? ''))?.[1];
    const card = this.#cards.get(account ?? '');
    if (!card) return undefined;
    const { createdAt: _unused, ...rest } = card;
    return { ...rest, session: `session-${card.account}` };
  }

  async findAccounts(ids: readonly AccountId[]): Promise<AccountCard[]> {
    return ids.flatMap((id) => this.#cards.get(id) ?? []);
  }

  async findByEmail(email: string): Promise<AccountCard | undefined> {
    const wanted = email.toLowerCase();
    return [...this.#cards.values()].find((card) => card.verified && card.email.toLowerCase() === wanted);
  }

  onDeleting(erase: (account: AccountId) => Promise<void>): void {
    this.#erasers.push(erase);
  }

  onVerified(): void {}

  onAdmitting(): void {}

  onExporting(): void {}

  async needsOperator(): Promise<boolean> {
    return ![...this.#cards.values()].some(({ operator }) => operator);
  }

  /** Deletes an account as its person does. */
  async delete(account: AccountId): Promise<void> {
    for (const erase of this.#erasers) await erase(account);
    this.#cards.delete(account);
  }
}
