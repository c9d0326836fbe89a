import { timingSafeEqual } from 'node:crypto';
import type {
  ChangeOrganisationInput,
  Invitation,
  Membership,
  Organisation,
  OrganisationCard,
} from '@plenum/shared/api/organisation/contract';
import type { MemberRole } from '@plenum/shared/api/organisation/may';
import { type Acting, type Asker, keyPrefix, type Scope } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { AuditPage } from '../../storage/recordPorts.ts';
import { auditEntries } from './auditEntries.ts';
import { cardsOf, hashOf, type InvitationLetter, newToken, type RecordParts } from '../parts.ts';

/** How long an invitation can be accepted, in ms. */
const invitationMs = 14 * 24 * 3_600_000;
const dayMs = 24 * 3_600_000;

type AuditFilter = Pick<AuditPage, 'before' | 'kind' | 'by'>;
type In = { readonly acting: Acting; readonly organisation: string };

/** The rules about organisations, their members, invitations and keys. The store asks again who may. */
export class Organisations {
  readonly #parts: RecordParts;

  constructor(parts: RecordParts) {
    this.#parts = parts;
  }

  async list({ asker }: Acting): Promise<OrganisationCard[]> {
    return asker.is === 'account' ? this.#ask.organisations.mine({ account: asker.account }) : [];
  }

  /** Makes an organisation and invites its first owner by a letter: all of it is stored, or nothing. */
  async create(acting: Acting, { name, tier, owner }: { name: string; tier: string; owner: string }) {
    const { store, newId } = this.#parts;
    const id = newId();
    const { row, token } = this.#invitation(acting, { organisation: id, email: owner, role: 'owner' });
    const letter = await this.#letter(acting, { to: owner, organisation: name, token });
    await store.together([
      store.calls.organisations.create({ acting, id, name, tier }),
      store.calls.invitations.createFirst({ acting, row }),
      letter.call,
    ]);
    letter.send();
    return { id, invitation: { id: row.id, token } };
  }

  read(about: In): Promise<Organisation> {
    return this.#ask.organisations.read(about);
  }

  async change(about: In, change: ChangeOrganisationInput): Promise<Organisation> {
    await this.#ask.organisations.change({ ...about, ...change });
    return this.read(about);
  }

  async members(about: In, after: string | undefined): Promise<{ members: Membership[]; more: boolean }> {
    const { members, more, showsAddresses } = await this.#ask.members.page({ ...about, after });
    const cards = await cardsOf(
      this.#parts,
      members.map(({ account }) => account),
    );
    return {
      members: members.map((member) => {
        const card = cards.get(member.account);
        return { ...member, name: card?.name ?? '', ...(card && showsAddresses && { email: card.email }) };
      }),
      more,
    };
  }

  changeMember(about: In, account: string, role: MemberRole): Promise<void> {
    return this.#ask.members.change({ ...about, account, role });
  }

  removeMember(about: In, account: string): Promise<void> {
    return this.#ask.members.remove({ ...about, account });
  }

  /** Invites an address: the invitation and its letter are stored together, or neither. */
  async invite({ acting, organisation }: In, { email, role }: { email: string; role: MemberRole }) {
    const { row, token } = this.#invitation(acting, { organisation, email, role });
    const { name, look } = await this.#ask.organisations.read({ acting, organisation });
    const letter = await this.#letter(acting, { to: row.email, organisation: name, token, look });
    const { store } = this.#parts;
    await store.together([store.calls.invitations.create({ acting, row }), letter.call]);
    letter.send();
    return { id: row.id, email: row.email, role, createdAt: row.created_at, expiresAt: row.expires_at, token };
  }

  async invitations(about: In): Promise<Invitation[]> {
    const rows = await this.#ask.invitations.list(about);
    return rows.map(({ created_at: createdAt, expires_at: expiresAt, ...row }) => ({ ...row, createdAt, expiresAt }));
  }

  revokeInvitation(about: In, id: string): Promise<void> {
    return this.#ask.invitations.revoke({ ...about, id });
  }

  lookAtInvitation(token: string, at: number) {
    return this.#ask.invitations.look({ tokenHash: hashOf(token), at });
  }

  accept(acting: Acting, token: string) {
    return this.#ask.invitations.accept({ acting, tokenHash: hashOf(token) });
  }

  async createKey(
    { acting, organisation }: In,
    input: { name: string; scopes: readonly Scope[]; days?: number | undefined },
  ) {
    const { newId } = this.#parts;
    const { name, days } = input;
    const scopes = [...new Set(input.scopes)];
    // Without hyphens and underscores, so that the id ends where the secret begins.
    const id = newId().replaceAll(/[-_]/g, '0');
    const key = `${keyPrefix}${id}_${newToken()}`;
    const expiresAt = days === undefined ? null : acting.at + days * dayMs;
    const created = { id, organisation, name, created_at: acting.at, expires_at: expiresAt };
    await this.#ask.apiKeys.create({ acting, row: { ...created, hash: hashOf(key), scopes: JSON.stringify(scopes) } });
    return { id, name, scopes, createdAt: acting.at, ...(expiresAt !== null && { expiresAt }), key };
  }

  async keys(about: In) {
    const rows = await this.#ask.apiKeys.list(about);
    return rows.map(({ id, name, scopes, created_at: createdAt, expires_at: expiresAt }) => {
      return { id, name, scopes, createdAt, ...(expiresAt !== null && { expiresAt }) };
    });
  }

  revokeKey(about: In, id: string): Promise<void> {
    return this.#ask.apiKeys.revoke({ ...about, id });
  }

  /** The program with an API key. @throws AppError `forbidden` for an invalid key, and for one without the scope */
  async requireKey(key: string, scope: Scope, at: number): Promise<Asker> {
    const id = key.slice(keyPrefix.length).split('_', 1)[0] ?? '';
    const found = await this.#ask.apiKeys.find({ id, at });
    const given = Buffer.from(hashOf(key));
    if (!found || !timingSafeEqual(given, Buffer.from(found.hash))) {
      throw new AppError('forbidden', 'This API key is not valid, or not any more.');
    }
    if (!found.scopes.includes(scope)) {
      throw new AppError('forbidden', `This API key does not have the scope ${scope}.`, 'scope');
    }
    return found.asker;
  }

  /** @param organisation absent: all changes, for an operator whom the door has let in */
  async audit(acting: Acting, organisation: string | undefined, filter: AuditFilter) {
    const { rows, more } = await this.#ask.audit.page({ acting, organisation, ...filter });
    return { entries: await auditEntries(this.#parts, rows, organisation === undefined), more };
  }

  get #ask() {
    return this.#parts.store.ask;
  }

  #invitation(
    { at }: Acting,
    { organisation, email, role }: { organisation: string; email: string; role: MemberRole },
  ) {
    const token = newToken();
    const times = { created_at: at, expires_at: at + invitationMs };
    const row = {
      id: this.#parts.newId(),
      organisation,
      email: email.toLowerCase(),
      role,
      token_hash: hashOf(token),
      ...times,
    };
    return { row, token };
  }

  #letter({ asker }: Acting, letter: Omit<InvitationLetter, 'by' | 'inviter'>) {
    const inviter = asker.is === 'account' ? { by: asker.name, inviter: asker.account } : { by: '' };
    return this.#parts.invitationLetter({ ...letter, ...inviter });
  }
}
