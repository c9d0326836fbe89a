import type { ChangeWebhookInput } from '@plenum/shared/api/webhook/contract';
import { webhookLimits } from '@plenum/shared/api/webhook/limits';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { DeliveryRow, HookRow } from '../../hookRows.ts';
import { addOne, type NewDelivery, type NewHook, turnOff } from '../deliveries.ts';
import { change, type Database, question } from '../procedure.ts';
import { note } from './audit.ts';
import { type AboutOrganisation, lockOrganisation, requireIn } from './standing.ts';

type AboutWebhook = AboutOrganisation & { readonly webhook: string };

/** The webhooks of organisations. */
export const webhooks = {
  /** @throws AppError `full`; `invalid`, bound `spaces`, for a space of another organisation */
  create: change(
    async (database, { acting, row }: { readonly acting: Acting; readonly row: NewHook }): Promise<void> => {
      const organisation = row.organisation ?? '';
      await lockOrganisation(database, organisation);
      await requireIn(database, acting, organisation, 'manageWebhooks');
      const known = database.selectFrom('hooks').select('id').where('organisation', '=', organisation);
      if ((await known.where('kind', '=', 'own').execute()).length >= webhookLimits.perOrganisation) {
        const most = webhookLimits.perOrganisation;
        throw new AppError('full', `An organisation has at most ${most} webhooks. Remove one first.`);
      }
      await requireSpaces(database, organisation, JSON.parse(row.spaces));
      await database.insertInto('hooks').values(row).execute();
      await note(database, acting, { organisation, what: 'webhook:create', about: row.id });
    },
  ),

  list: question(async (database, { acting, organisation }: AboutOrganisation): Promise<HookRow[]> => {
    await requireIn(database, acting, organisation, 'manageWebhooks');
    const own = database.selectFrom('hooks').selectAll().where('organisation', '=', organisation);
    return own.where('kind', '=', 'own').orderBy('n').execute();
  }),

  /** Changes a webhook; turning it on forgets why it was off. @throws AppError `notFound`, `invalid` */
  change: change(
    async (database, { set, ...about }: AboutWebhook & { readonly set: ChangeWebhookInput }): Promise<HookRow> => {
      const { id } = await requireHook(database, about);
      const { name, url, events, spaces, on, renewSecret } = set;
      if (spaces) await requireSpaces(database, about.organisation, spaces);
      if (on === false) await turnOff(database, id, null);
      const changed = {
        ...(name !== undefined && { name }),
        ...(url !== undefined && { url }),
        ...(events !== undefined && { events: JSON.stringify(events) }),
        ...(spaces !== undefined && { spaces: JSON.stringify(spaces) }),
        ...(on === true && { state: 'on' as const, reason: null, failing_since: null }),
      };
      if (Object.keys(changed).length > 0) {
        await database.updateTable('hooks').set(changed).where('id', '=', id).execute();
      }
      if (renewSecret) {
        const turning = database.updateTable('hooks').set((is) => ({ secret_turn: is('secret_turn', '+', 1) }));
        await turning.where('id', '=', id).execute();
      }
      const detail = Object.keys(set).join(' ');
      const { acting, organisation } = about;
      await note(database, acting, { organisation, what: 'webhook:change', about: id, detail });
      return requireHook(database, about);
    },
  ),

  /** Removes a webhook with its deliveries. @throws AppError `notFound` */
  remove: change(
    async (database, about: AboutWebhook): Promise<void> => {
      const { id } = await requireHook(database, about);
      await database.deleteFrom('hooks').where('id', '=', id).execute();
      const { acting, organisation } = about;
      await note(database, acting, { organisation, what: 'webhook:remove', about: id });
    },
    () => 'left',
  ),

  /** A page of the deliveries of a webhook, newest first. @throws AppError `notFound` */
  deliveries: question(
    async (
      database,
      { before, ...about }: AboutWebhook & { readonly before?: number | undefined },
    ): Promise<{ rows: DeliveryRow[]; more: boolean }> => {
      const { id } = await requireHook(database, about);
      let all = database.selectFrom('deliveries').selectAll().where('hook', '=', id).orderBy('n', 'desc');
      if (before !== undefined) all = all.where('n', '<', before);
      const { page } = webhookLimits;
      const rows = await all.limit(page + 1).execute();
      return { rows: rows.slice(0, page), more: rows.length > page };
    },
  ),

  /** Sends a delivery that is over again, under its old id. @throws AppError `notFound`; `conflict` while it waits or its webhook is off */
  again: change(async (database, { delivery, at, ...about }: AboutWebhook & { delivery: string; at: number }) => {
    const hook = await requireHook(database, about);
    const mine = database.selectFrom('deliveries').selectAll().where('hook', '=', hook.id);
    const row = await mine.where('id', '=', delivery).executeTakeFirst();
    if (!row) throw new AppError('notFound', 'There is no such delivery.');
    if (row.state === 'waiting') throw new AppError('conflict', 'This delivery is already on its way.');
    requireOn(hook);
    const waiting = { state: 'waiting' as const, tries: 0, first_at: null };
    await database.updateTable('deliveries').set(waiting).where('id', '=', delivery).execute();
    const waking = database.updateTable('lanes').set((is) => ({ due_at: is.fn.coalesce('due_at', is.val(at)) }));
    const { numUpdatedRows: count } = await waking.where('lane', '=', row.lane).executeTakeFirst();
    // The lane was idle for long enough to be forgotten.
    if (count === 0n) {
      const lane = { lane: row.lane, hook: hook.id, due_at: at, tries: 0, turn: 0 };
      await database.insertInto('lanes').values(lane).execute();
    }
    const { acting, organisation } = about;
    await note(database, acting, { organisation, what: 'webhook:sendAgain', about: hook.id });
  }),

  /** Adds a delivery that says nothing but that the webhook works. @throws AppError `notFound`; `conflict` while it is off */
  test: change(async (database, { delivery, ...about }: AboutWebhook & { readonly delivery: NewDelivery }) => {
    requireOn(await requireHook(database, about));
    await addOne(database, delivery);
  }),
};

/** @throws AppError `notFound`, `forbidden` */
async function requireHook(database: Database, { acting, organisation, webhook }: AboutWebhook): Promise<HookRow> {
  await requireIn(database, acting, organisation, 'manageWebhooks');
  const own = database.selectFrom('hooks').selectAll().where('organisation', '=', organisation);
  const row = await own.where('kind', '=', 'own').where('id', '=', webhook).executeTakeFirst();
  if (!row) throw new AppError('notFound', 'There is no such webhook.');
  return row;
}

function requireOn({ state }: HookRow): void {
  if (state === 'off') throw new AppError('conflict', 'This webhook is off. Turn it on first.');
}

async function requireSpaces(database: Database, organisation: string, spaces: readonly string[]): Promise<void> {
  if (spaces.length === 0) return;
  const own = database.selectFrom('spaces').select('id').where('organisation', '=', organisation);
  const found = await own.where('id', 'in', spaces).execute();
  if (found.length !== new Set(spaces).size) throw new AppError('invalid', 'There is no such space.', 'spaces');
}
