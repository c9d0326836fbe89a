import { hostingRoles, MemberRole, memberRoles } from '@plenum/shared/api/organisation/may';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { InvitationRow } from '../../recordRows.ts';
import { change, type Database, question } from '../procedure.ts';
import { note } from './audit.ts';
import { requireHostAccount, requireMayRule } from './members.ts';
import { type AboutOrganisation, lockOrganisation, requireIn } from './standing.ts';

/** The most invitations of an organisation that wait for an answer. */
const mostWaiting = 200;

function gone(): AppError {
  return new AppError('notFound', 'This invitation was used, revoked, or is too old. Ask for a new one.');
}

/** The invitation with a token, while it can be accepted. @throws AppError `notFound` */
async function requireOpen(database: Database, tokenHash: string, at: number) {
  const found = await database
    .selectFrom('invitations')
    .innerJoin('organisations', 'organisations.id', 'invitations.organisation')
    .selectAll('invitations')
    .select('organisations.name as organisation_name')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  if (!found) throw gone();
  return { ...found, role: MemberRole.parse(found.role) };
}

/** Invitations to organisations. */
export const invitations = {
  /** Invites an address; an older invitation of the same address is replaced. @throws AppError `full`; LimitMet */
  create: change(async (database, { acting, row }: { acting: Acting; row: InvitationRow }): Promise<void> => {
    const { organisation } = row;
    const role = MemberRole.parse(row.role);
    await lockOrganisation(database, organisation);
    const found = await requireIn(database, acting, organisation, 'invite');
    requireMayRule(found.standing, role);
    if (hostingRoles.includes(role)) await requireHostAccount(database, found.row);
    await insert(database, acting, row);
  }),

  /** Invites the first owner of an organisation that an operator made in the same transaction. */
  createFirst: change(async (database, { acting, row }: { acting: Acting; row: InvitationRow }): Promise<void> => {
    await insert(database, acting, row);
  }),

  list: question(async (database, { acting, organisation }: AboutOrganisation) => {
    await requireIn(database, acting, organisation, 'invite');
    const rows = await database
      .selectFrom('invitations')
      .select(['id', 'email', 'role', 'created_at', 'expires_at'])
      .where('organisation', '=', organisation)
      .where('expires_at', '>', acting.at)
      .orderBy('created_at')
      .execute();
    return rows.map((row) => ({ ...row, role: MemberRole.parse(row.role) }));
  }),

  /** @throws AppError `notFound` */
  revoke: change(
    async (database, { acting, organisation, id }: AboutOrganisation & { readonly id: string }): Promise<void> => {
      await requireIn(database, acting, organisation, 'invite');
      const gone = database.deleteFrom('invitations').where('id', '=', id).where('organisation', '=', organisation);
      if ((await gone.executeTakeFirst()).numDeletedRows === 0n) throw noInvitation();
      await note(database, acting, { organisation, what: 'organisation:revokeInvitation', about: id });
    },
  ),

  /** Whether an address is invited to any organisation. */
  waitsFor: question(
    async (database, { email, at }: { readonly email: string; readonly at: number }): Promise<boolean> => {
      const found = database.selectFrom('invitations').select('id').where('email', '=', email.toLowerCase());
      return (await found.where('expires_at', '>', at).executeTakeFirst()) !== undefined;
    },
  ),

  look: question(async (database, { tokenHash, at }: { readonly tokenHash: string; readonly at: number }) => {
    const { organisation_name: organisation, role, expires_at: expiresAt } = await requireOpen(database, tokenHash, at);
    return { organisation, role, expiresAt };
  }),

  /**
   * Makes the account a member, once. A member who has a lesser role gets the invited one.
   * @throws AppError `notFound`; `forbidden` for another address or one that is not proven; LimitMet
   */
  accept: change(async (database, { acting, tokenHash }: { acting: Acting; tokenHash: string }) => {
    const { asker, at } = acting;
    if (asker.is !== 'account') throw new AppError('forbidden', 'Only a person accepts an invitation.');
    const { organisation, email, id, role } = await requireOpen(database, tokenHash, at);
    if (!asker.verified) {
      throw new AppError('forbidden', 'Prove your address first: open the link in the letter to it.', 'verify');
    }
    if (asker.email.toLowerCase() !== email) {
      throw new AppError('forbidden', 'This invitation is for another address. Sign in with that one.', 'address');
    }
    await lockOrganisation(database, organisation);
    // Deleted under the lock: of two requests at once, one finds it.
    const taking = await database.deleteFrom('invitations').where('id', '=', id).executeTakeFirst();
    if (taking.numDeletedRows === 0n) throw gone();
    const account = asker.account;
    const known = database.selectFrom('memberships').select('role').where('organisation', '=', organisation);
    const before = (await known.where('account', '=', account).executeTakeFirst())?.role;
    const now = MemberRole.safeParse(before).data;
    if (now && memberRoles.indexOf(now) <= memberRoles.indexOf(role)) return { organisation, role: now };
    const row = await database
      .selectFrom('organisations')
      .selectAll()
      .where('id', '=', organisation)
      .executeTakeFirstOrThrow();
    if (
      hostingRoles.includes(role) &&
      !(now && hostingRoles.includes(now)) &&
      !(await isFirst(database, organisation))
    ) {
      await requireHostAccount(database, row);
    }
    await database
      .insertInto('memberships')
      .values({ organisation, account, role, since: at })
      .onConflict((conflict) => conflict.columns(['organisation', 'account']).doUpdateSet({ role }))
      .execute();
    await note(database, acting, {
      organisation,
      what: 'organisation:acceptInvitation',
      about: account,
      detail: role,
    });
    return { organisation, role };
  }),

  /** Deletes invitations that nobody can accept any more, with the addresses in them. */
  forgetOld: change(async (database, { now }: { readonly now: number }): Promise<void> => {
    await database.deleteFrom('invitations').where('expires_at', '<=', now).execute();
  }),
};

/** True for the first member: an organisation always has its owner, whatever its tier allows. */
async function isFirst(database: Database, organisation: string): Promise<boolean> {
  const some = database.selectFrom('memberships').select('account').where('organisation', '=', organisation).limit(1);
  return (await some.executeTakeFirst()) === undefined;
}

async function insert(database: Database, acting: Acting, row: InvitationRow): Promise<void> {
  const { organisation, email, role } = row;
  await database
    .deleteFrom('invitations')
    .where('organisation', '=', organisation)
    .where('email', '=', email)
    .execute();
  const waiting = await database
    .selectFrom('invitations')
    .select((is) => is.fn.countAll().as('count'))
    .where('organisation', '=', organisation)
    .where('expires_at', '>', acting.at)
    .executeTakeFirst();
  if (Number(waiting?.count ?? 0) >= mostWaiting) {
    throw new AppError('full', `At most ${mostWaiting} invitations can wait for an answer. Revoke some first.`);
  }
  await database.insertInto('invitations').values(row).execute();
  // The address itself stays out of the audit, which outlives the invitation.
  await note(database, acting, { organisation, what: 'organisation:invite', about: row.id, detail: role });
}

function noInvitation(): AppError {
  return new AppError('notFound', 'There is no such invitation.');
}
