import type { LiveRoom } from '@plenum/shared/api/operator/contract';
import type { Notice } from '@plenum/shared/api/operator/noticeContract';
import type { OperatedAccount } from '@plenum/shared/api/operator/serverContract';
import type { AuditName } from '@plenum/shared/api/organisation/auditNames';
import type { Organisation } from '@plenum/shared/api/organisation/contract';
import type { Agreed } from '@plenum/shared/api/tier/limits';
import type { Acting } from '@plenum/shared/core/asker';
import type { AccountId, OrganisationId, RoomId } from '@plenum/shared/core/ids';
import type { RecordParts } from '../parts.ts';

/** The rules about what operators see and do. The door admits operators only. */
export class Operators {
  readonly #parts: RecordParts;

  constructor(parts: RecordParts) {
    this.#parts = parts;
  }

  organisations(query: { like?: string | undefined; tier?: string | undefined; after?: string | undefined }) {
    return this.#ask.organisations.page(query);
  }

  rule(
    acting: Acting,
    organisation: OrganisationId,
    change: {
      tier?: string | undefined;
      agreed?: Agreed | undefined;
      suspended?: boolean | undefined;
      reason?: string | undefined;
    },
  ): Promise<Organisation> {
    return this.#ask.organisations.rule({ acting, organisation, ...change });
  }

  /** Writes an act about a room or an account into the audit, before the act. */
  note(acting: Acting, what: AuditName, about: string): Promise<void> {
    return this.#ask.operators.note({ acting, what, about });
  }

  /** Adds the organisations and spaces to rooms. */
  async named(rooms: readonly Omit<LiveRoom, 'organisation' | 'organisationId' | 'space'>[]): Promise<LiveRoom[]> {
    const found = await this.#ask.operators.organisationsOf({ rooms: rooms.map(({ id }) => id) });
    const owners = new Map(found.map(({ id, ...owner }) => [id, owner]));
    return rooms.map((room) => {
      const owner = owners.get(room.id);
      if (!owner) return room;
      const { name: organisation, organisation: organisationId, space } = owner;
      return { ...room, organisation, organisationId, space };
    });
  }

  accounts(query: { like?: string | undefined; after?: string | undefined }) {
    return this.#ask.operatedAccounts.page(query);
  }

  ruleAccount(
    acting: Acting,
    account: AccountId,
    change: { disabled?: boolean | undefined; operator?: boolean | undefined },
  ): Promise<OperatedAccount> {
    return this.#ask.operatedAccounts.rule({ acting, account, ...change });
  }

  signOutAccount(acting: Acting, account: AccountId): Promise<void> {
    return this.#ask.operatedAccounts.signOut({ acting, account });
  }

  async tierUse() {
    return { uses: await this.#ask.organisations.byTier() };
  }

  setNotice(
    acting: Acting,
    notice: { text: string; from?: number | undefined; until?: number | undefined },
  ): Promise<void> {
    return this.#ask.operators.setNotice({ acting, ...notice });
  }

  removeNotice(acting: Acting): Promise<void> {
    return this.#ask.operators.removeNotice({ acting });
  }

  /** @param at absent: the notice that is set, whether it is shown or not */
  async notice(at?: number): Promise<{ notice?: Notice }> {
    const notice = await this.#ask.operators.notice({ at });
    return notice ? { notice } : {};
  }

  /**
   * Erases all that records know of an account, whose person deletes it.
   * @returns the rooms of its spaces, which the caller erases
   * @throws AppError `conflict` for the last owner of a group
   */
  async eraseAccount(account: AccountId): Promise<RoomId[]> {
    const [card] = await this.#parts.identity.findAccounts([account]);
    return this.#ask.erasing.account({ account, email: card?.email ?? '' });
  }

  /** Forgets what is kept for a time only: networks of old changes, invitations that ended. */
  async forgetOld(now: number): Promise<void> {
    await this.#ask.audit.forgetNetworks({ now });
    await this.#ask.invitations.forgetOld({ now });
    await this.#ask.spaces.forgetOld({ now });
    await this.#ask.meetings.forgetSeats({ now });
  }

  get #ask() {
    return this.#parts.store.ask;
  }
}
