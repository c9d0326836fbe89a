import { mostPlanGuests } from '@plenum/shared/api/plan/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { LetterCountRow, PlanGuestRow } from '../../recordRows.ts';
import { change, type Database, question } from '../procedure.ts';
import { note } from './audit.ts';
import { type AboutPlan, noPlan, requirePlan } from './plans.ts';
import { type AboutSpace, requireSpace } from './spaces.ts';
import { lockOrganisation } from './standing.ts';

/** The most addresses that one organisation invites in a day, and the most invitations that one address gets. */
const mostOfOrganisation = 500;
const mostOfAddress = 20;
const dayMs = 86_400_000;

/** Counts letters of a day, and then looks: of two at once the second waits for the first. @throws AppError `limited` */
async function count(database: Database, { most, ...row }: LetterCountRow & { readonly most: number }): Promise<void> {
  const counted = await database
    .insertInto('letter_counts')
    .values(row)
    .onConflict((on) =>
      on.columns(['subject', 'day']).doUpdateSet((is) => ({ letters: is('letter_counts.letters', '+', row.letters) })),
    )
    .returning('letters')
    .executeTakeFirstOrThrow();
  if (counted.letters > most) {
    throw new AppError(
      'limited',
      `More than ${most} invitations a day are not sent here. Invite the others tomorrow.`,
      'letters',
    );
  }
}

/** The addresses that are invited to planned meetings. */
export const planGuests = {
  list: question(async (database, { acting, space, plan }: AboutPlan): Promise<PlanGuestRow[]> => {
    await requireSpace(database, acting, space, 'readSchedule');
    await requirePlan(database, space, plan);
    const rows = database.selectFrom('plan_guests').selectAll().where('plan', '=', plan);
    return rows.orderBy('created_at').orderBy('email').execute();
  }),

  /** The addresses of all plans of a space. */
  ofSpace: question(async (database, { acting, space }: AboutSpace): Promise<PlanGuestRow[]> => {
    await requireSpace(database, acting, space, 'readSchedule');
    const plans = database.selectFrom('schedules').select('id').where('space', '=', space);
    return database.selectFrom('plan_guests').selectAll().where('plan', 'in', plans).execute();
  }),

  /** @throws AppError `full`; `limited` by the day; `conflict` for an address that was invited in this moment */
  invite: change(
    async (database, { acting, space, plan, rows }: AboutPlan & { rows: readonly PlanGuestRow[] }): Promise<void> => {
      const { organisation } = await requireSpace(database, acting, space, 'plan');
      await lockOrganisation(database, organisation);
      await requirePlan(database, space, plan);
      const there = await database.selectFrom('plan_guests').select('email').where('plan', '=', plan).execute();
      if (there.length + rows.length > mostPlanGuests) {
        throw new AppError('full', `At most ${mostPlanGuests} addresses are invited to a meeting.`, 'guests');
      }
      const known = new Set(there.map(({ email }) => email));
      if (rows.some(({ email }) => known.has(email))) {
        throw new AppError('conflict', 'One of these addresses was invited at this moment. Try again.');
      }
      const day = Math.floor(acting.at / dayMs);
      await database
        .deleteFrom('letter_counts')
        .where('day', '<', day - 1)
        .execute();
      const ours = { subject: `organisation:${organisation}`, day, letters: rows.length };
      await count(database, { ...ours, most: mostOfOrganisation });
      // In one order, so that two requests at once do not wait for each other.
      for (const row of rows.toSorted((one, other) => (one.email < other.email ? -1 : 1))) {
        await count(database, { subject: `address:${row.email}`, day, letters: 1, most: mostOfAddress });
        await database.insertInto('plan_guests').values(row).execute();
      }
      await note(database, acting, { organisation, what: 'plan:invite', about: space, detail: plan });
    },
  ),

  /** @throws AppError `notFound` */
  remove: change(
    async (database, { acting, space, plan, guest }: AboutPlan & { readonly guest: string }): Promise<void> => {
      const { organisation } = await requireSpace(database, acting, space, 'plan');
      await requirePlan(database, space, plan);
      const gone = database.deleteFrom('plan_guests').where('id', '=', guest).where('plan', '=', plan);
      if ((await gone.executeTakeFirst()).numDeletedRows === 0n) throw noPlan();
      await note(database, acting, { organisation, what: 'plan:uninvite', about: space, detail: plan });
    },
  ),

  /** Remembers when the letter about the last change of a plan is due. */
  told: change(async (database, { guest, at }: { readonly guest: string; readonly at: number }): Promise<void> => {
    await database
      .updateTable('plan_guests')
      .set((is) => ({ told_at: at, changes: is('changes', '+', 1) }))
      .where('id', '=', guest)
      .execute();
  }),
};
