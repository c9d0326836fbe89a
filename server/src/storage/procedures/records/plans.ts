import { Look as StoredLook } from '@plenum/shared/api/organisation/contract';
import { Recurrence } from '@plenum/shared/api/plan/occurrences';
import type { Plan, PlanInput } from '@plenum/shared/api/plan/contract';
import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { SpaceFacts } from '../../recordPorts.ts';
import type { ScheduleRow } from '../../recordRows.ts';
import { change, type Database, question } from '../procedure.ts';
import { note } from './audit.ts';
import { noSpace, requireSpace, spaceFacts, type AboutSpace } from './spaces.ts';
import { lockOrganisation } from './standing.ts';

/** The most plans of a space. */
const mostPlans = 100;
/** The most plans of one account that are searched for the next meetings. */
const mostSearched = 2_000;
const Stored = z.nullable(Recurrence);

/** A stored plan, with the number of its changes. */
export type PlanFacts = Plan & { readonly sequence: number };

function readPlan({ id, title, starts_at: startsAt, minutes, zone, recurrence, sequence }: ScheduleRow): PlanFacts {
  const recurs = Stored.parse(JSON.parse(recurrence));
  return { id, title, startsAt, minutes, zone, ...(recurs && { recurrence: recurs }), sequence };
}

function columnsOf({ title, startsAt, minutes, zone, recurrence }: PlanInput) {
  return { title, starts_at: startsAt, minutes, zone, recurrence: JSON.stringify(recurrence ?? null) };
}

async function plansOf(database: Database, space: string): Promise<PlanFacts[]> {
  const rows = database.selectFrom('schedules').selectAll().where('space', '=', space).orderBy('starts_at');
  return (await rows.execute()).map(readPlan);
}

export type AboutPlan = AboutSpace & { readonly plan: string };

/** The addresses that the caller tells of an act on a plan. */
export interface Telling {
  /** The ids of all that are invited. */
  readonly told?: readonly string[];
}

/** @throws AppError `conflict` when an address was invited that the caller does not tell */
async function requireAllTold(database: Database, plan: string, { told = [] }: Telling): Promise<void> {
  const guests = await database.selectFrom('plan_guests').select('id').where('plan', '=', plan).execute();
  if (guests.every(({ id }) => told.includes(id))) return;
  throw new AppError('conflict', 'Somebody was invited to this meeting at this moment. Try again.');
}

/** @throws AppError `notFound` for a plan of another space, too */
export async function requirePlan(database: Database, space: string, plan: string): Promise<PlanFacts> {
  const row = database.selectFrom('schedules').selectAll().where('id', '=', plan).where('space', '=', space);
  const found = await row.executeTakeFirst();
  if (!found) throw noPlan();
  return readPlan(found);
}

/** The planned meetings of spaces. */
export const plans = {
  list: question(async (database, { acting, space }: AboutSpace): Promise<PlanFacts[]> => {
    await requireSpace(database, acting, space, 'readSchedule');
    return plansOf(database, space);
  }),

  /** @throws AppError `full` */
  create: change(
    async (database, { acting, space, plan, input }: AboutPlan & { readonly input: PlanInput }): Promise<void> => {
      const { organisation } = await requireSpace(database, acting, space, 'plan');
      await lockOrganisation(database, organisation);
      if ((await plansOf(database, space)).length >= mostPlans) {
        throw new AppError('full', `A space has at most ${mostPlans} plans. Remove one first.`);
      }
      const row = { id: plan, space, ...columnsOf(input), sequence: 0, created_at: acting.at };
      await database.insertInto('schedules').values(row).execute();
      await note(database, acting, { organisation, what: 'plan:create', about: space, detail: plan });
    },
  ),

  /** A plan and what letters about it need. @throws AppError `notFound`; `forbidden` for a person who may not change it */
  requireOne: question(async (database, { acting, space, plan }: AboutPlan) => {
    const { slug, organisation } = await requireSpace(database, acting, space, 'plan');
    const owner = database.selectFrom('organisations').select(['name', 'look']).where('id', '=', organisation);
    const { name, look } = await owner.executeTakeFirstOrThrow();
    const of = { slug, organisation: name, look: StoredLook.parse(JSON.parse(look)) };
    return { ...of, plan: await requirePlan(database, space, plan) };
  }),

  /** @throws AppError `notFound`, `conflict` */
  change: change(
    async (
      database,
      { acting, space, plan, input, ...telling }: AboutPlan & Telling & { readonly input: PlanInput },
    ): Promise<void> => {
      const { organisation } = await requireSpace(database, acting, space, 'plan');
      await lockOrganisation(database, organisation);
      await requireAllTold(database, plan, telling);
      const changed = await database
        .updateTable('schedules')
        .set((is) => ({ ...columnsOf(input), sequence: is('sequence', '+', 1) }))
        .where('id', '=', plan)
        .where('space', '=', space)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n) throw noPlan();
      await note(database, acting, { organisation, what: 'plan:change', about: space, detail: plan });
    },
  ),

  /** @throws AppError `notFound`, `conflict` */
  remove: change(async (database, { acting, space, plan, ...telling }: AboutPlan & Telling): Promise<void> => {
    const { organisation } = await requireSpace(database, acting, space, 'plan');
    await lockOrganisation(database, organisation);
    await requireAllTold(database, plan, telling);
    const gone = database.deleteFrom('schedules').where('id', '=', plan).where('space', '=', space);
    if ((await gone.executeTakeFirst()).numDeletedRows === 0n) throw noPlan();
    await note(database, acting, { organisation, what: 'plan:remove', about: space, detail: plan });
  }),

  /** The plans of all spaces that an account owns or hosts. */
  mine: question(async (database, { account }: { readonly account: string }) => {
    const rows = await database
      .selectFrom('schedules')
      .innerJoin('spaces', 'spaces.id', 'schedules.space')
      .selectAll('schedules')
      .select('spaces.slug')
      .where((is) =>
        is.or([
          is('spaces.owner', '=', account),
          is('spaces.id', 'in', is.selectFrom('space_hosts').select('space').where('account', '=', account)),
        ]),
      )
      .limit(mostSearched)
      .execute();
    return rows.map((row) => ({ ...readPlan(row), space: row.space, slug: row.slug }));
  }),

  /** The space and its plans, for its calendar; the caller checks the secret. @throws AppError `notFound` */
  calendar: question(
    async (database, { slug }: { readonly slug: string }): Promise<{ space: SpaceFacts; plans: PlanFacts[] }> => {
      const row = await database.selectFrom('spaces').selectAll().where('slug', '=', slug).executeTakeFirst();
      if (!row) throw noSpace();
      return { space: await spaceFacts(database, row), plans: await plansOf(database, row.id) };
    },
  ),
};

export function noPlan(): AppError {
  return new AppError('notFound', 'There is no such plan.');
}
