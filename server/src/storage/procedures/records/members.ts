import { hostingRoles, mayInOrganisation, MemberRole, type Standing } from '@plenum/shared/api/organisation/may';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { OrganisationRow } from '../../recordRows.ts';
import { change, type Database, question } from '../procedure.ts';
import { note } from './audit.ts';
import { countHosts } from './organisations.ts';
import { type AboutOrganisation, lockOrganisation, requireIn } from './standing.ts';
import { requireBelow } from './tiers.ts';

/** The input of a procedure about a member of an organisation. */
export interface AboutMembership extends AboutOrganisation {
  readonly account: string;
}

/** The members in one answer. */
const pageLength = 200;

/** A role that only owners give and take. */
function isLeading(role: MemberRole): boolean {
  return role === 'owner' || role === 'admin';
}

/** @throws AppError `forbidden` when the asker may not give or take one of these roles */
export function requireMayRule(standing: Standing, ...roles: readonly MemberRole[]): void {
  if (roles.some(isLeading) && !mayInOrganisation(standing, 'changeOwners')) {
    throw new AppError('forbidden', 'Only an owner makes and unmakes owners and admins.');
  }
}

/**
 * Checks that a locked organisation may have one more host account.
 * @throws LimitMet
 */
export async function requireHostAccount(database: Database, row: OrganisationRow): Promise<void> {
  const count = await countHosts(database, row.id);
  await requireBelow(database, row, { limit: 'hostAccounts', count, remedies: ['removeOne', 'changeTier'] });
}

async function requireMember(database: Database, { organisation, account }: AboutMembership) {
  const found = database.selectFrom('memberships').selectAll().where('organisation', '=', organisation);
  const row = await found.where('account', '=', account).executeTakeFirst();
  if (!row) throw new AppError('notFound', 'There is no such member.');
  return { ...row, role: MemberRole.parse(row.role) };
}

/** @throws AppError `conflict` when the organisation would have no owner */
async function requireAnotherOwner(database: Database, { organisation, account }: AboutMembership): Promise<string> {
  const owners = database
    .selectFrom('memberships')
    .select('account')
    .where('organisation', '=', organisation)
    .where('role', '=', 'owner')
    .where('account', '!=', account)
    .orderBy('since')
    .orderBy('account');
  const other = await owners.executeTakeFirst();
  if (!other) throw new AppError('conflict', 'An organisation needs an owner. Make another member owner first.');
  return other.account;
}

/** Gives the spaces of an account that leaves to another owner, and ends its parts as a shared host. */
export async function handOver(
  database: Database,
  { organisation, account }: Omit<AboutMembership, 'acting'>,
  heir: string,
): Promise<void> {
  await database
    .updateTable('spaces')
    .set({ owner: heir })
    .where('organisation', '=', organisation)
    .where('owner', '=', account)
    .execute();
  const spaces = database.selectFrom('spaces').select('id').where('organisation', '=', organisation);
  await database.deleteFrom('space_hosts').where('account', '=', account).where('space', 'in', spaces).execute();
}

/** The members of organisations. */
export const members = {
  page: question(
    async (
      database,
      { acting, organisation, after }: { acting: Acting; organisation: string; after?: string | undefined },
    ) => {
      const { standing } = await requireIn(database, acting, organisation, 'readMembers');
      let rows = database
        .selectFrom('memberships')
        .select(['account', 'role', 'since'])
        .where('organisation', '=', organisation)
        .orderBy('account');
      if (after !== undefined) rows = rows.where('account', '>', after);
      const found = await rows.limit(pageLength + 1).execute();
      const list = found.slice(0, pageLength).map((row) => ({ ...row, role: MemberRole.parse(row.role) }));
      const showsAddresses = mayInOrganisation(standing, 'readAddresses');
      return { members: list, more: found.length > pageLength, showsAddresses };
    },
  ),

  /** @throws AppError `conflict` for the last owner; LimitMet at the limit of host accounts */
  change: change(
    async (database, { role, ...about }: AboutMembership & { readonly role: MemberRole }): Promise<void> => {
      const { acting, organisation, account } = about;
      await lockOrganisation(database, organisation);
      const { row, standing } = await requireIn(database, acting, organisation, 'changeMembers');
      const member = await requireMember(database, about);
      if (member.role === role) return;
      requireMayRule(standing, role, member.role);
      if (member.role === 'owner') await requireAnotherOwner(database, about);
      if (hostingRoles.includes(role) && !hostingRoles.includes(member.role)) await requireHostAccount(database, row);
      await database
        .updateTable('memberships')
        .set({ role })
        .where('organisation', '=', organisation)
        .where('account', '=', account)
        .execute();
      await note(database, acting, { organisation, what: 'organisation:changeMember', about: account, detail: role });
    },
  ),

  /** Removes a member; every member may leave. @throws AppError `conflict` for the last owner */
  remove: change(async (database, about: AboutMembership): Promise<void> => {
    const { acting, organisation, account } = about;
    await lockOrganisation(database, organisation);
    const isOwn = acting.asker.is === 'account' && acting.asker.account === account;
    const { row, standing } = await requireIn(database, acting, organisation, isOwn ? 'read' : 'changeMembers');
    const { role } = await requireMember(database, about);
    if (!isOwn) requireMayRule(standing, role);
    if (row.person === account) {
      throw new AppError('conflict', 'This is the organisation of this one person. It ends with the account.');
    }
    const others = { ...about, account: role === 'owner' ? account : '' };
    await handOver(database, about, await requireAnotherOwner(database, others));
    await database
      .deleteFrom('memberships')
      .where('organisation', '=', organisation)
      .where('account', '=', account)
      .execute();
    await note(database, acting, { organisation, what: 'organisation:removeMember', about: account });
  }),
};
