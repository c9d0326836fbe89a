import type { LiveRoom } from '@plenum/shared/api/operator/contract';
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

  organisations(query: { like?: string | undefined; after?: string | undefined }) {
    return this.#ask.organisations.page(query);
  }

  rule(
    acting: Acting,
    organisation: OrganisationId,
    change: { tier?: string | undefined; agreed?: Agreed | undefined; suspended?: boolean | undefined },
  ): Promise<Organisation> {
    return this.#ask.organisations.rule({ acting, organisation, ...change });
  }

  /** Writes an act about a room into the audit, before the act. */
  note(acting: Acting, what: 'room:end' | 'room:tell', room: RoomId): Promise<void> {
    return this.#ask.operators.note({ acting, what, about: room });
  }

  /** Adds the names of organisations to rooms. */
  async named(rooms: readonly Omit<LiveRoom, 'organisation'>[]): Promise<LiveRoom[]> {
    const found = await this.#ask.operators.organisationsOf({ rooms: rooms.map(({ id }) => id) });
    const names = new Map(found.map(({ id, name }) => [id, name]));
    return rooms.map((room) => {
      const organisation = names.get(room.id);
      return { ...room, ...(organisation !== undefined && { organisation }) };
    });
  }

  setNotice(acting: Acting, notice: { text: string; until?: number | undefined }): Promise<void> {
    return this.#ask.operators.setNotice({ acting, ...notice });
  }

  removeNotice(acting: Acting): Promise<void> {
    return this.#ask.operators.removeNotice({ acting });
  }

  notice(at: number) {
    return this.#ask.operators.notice({ at });
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
