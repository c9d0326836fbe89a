import { type ExpressionBuilder, sql } from 'kysely';
import type { DeliveryRow, DeliveryState, HookRow } from '../hookRows.ts';
import { AppError } from '@plenum/shared/core/errors';
import type { LogEntry } from '@plenum/shared/core/log';
import { readEntry } from '../rows.ts';
import { entriesAfter, type EventsOf, isOneOf } from './entries.ts';
import type { Tables } from '../schema.ts';
import { lockOrganisation } from './records/standing.ts';
import { type AboutRoom, change, type Database, question, readOr } from './procedure.ts';

/** The most deliveries that wait for one hook. */
const mostWaiting = 5_000;
/** The most hooks of BigBlueButton's API of one owner. */
const mostBbbHooks = 200;
/** The past entries of one answer. */
const pastAtOnce = 1_000;
/** How long deliveries are kept when they are over, in ms. */
const keptMs = 7 * 24 * 3_600_000;

/** One event for one hook. */
export type NewDelivery = Pick<DeliveryRow, 'id' | 'hook' | 'event' | 'room' | 'body' | 'at'>;

/** A delivery whose turn it is. */
export interface DueDelivery {
  readonly delivery: DeliveryRow;
  readonly hook: HookRow;
  readonly turn: number;
  /** The failed tries of this delivery. */
  readonly tries: number;
}

type Due = {
  readonly now: number;
  readonly limit: number;
  /** An owner is an organisation, or empty for the server itself. */
  readonly but: { readonly hooks: readonly string[]; readonly owners: readonly string[] };
};

/**
 * What came of a try. `over`: the delivery is given up. `off`: so is the hook, for the reason. `gone`: the hook is removed.
 * `later`: nothing was sent, and the try does not count.
 */
export type Outcome =
  | { readonly is: 'sent' | 'over' | 'gone' }
  | { readonly is: 'off'; readonly why: string }
  | { readonly is: 'again' | 'later'; readonly dueAt: number };

export interface Tried extends Pick<DueDelivery, 'delivery'> {
  readonly outcome: Outcome;
  readonly at: number;
  readonly status: number | null;
  readonly reason: string | null;
}

/** The queue of what the server tells other servers. */
export const deliveries = {
  /** True when there is any hook on this server, or a meeting that may have callbacks. */
  hasHooks: question(async (database, _input: void): Promise<boolean> => {
    const hook = await database.selectFrom('hooks').select('id').limit(1).executeTakeFirst();
    return (
      hook !== undefined ||
      (await database.selectFrom('bbb_meetings').select('room').limit(1).executeTakeFirst()) !== undefined
    );
  }),

  /** Adds deliveries, in this order. Those of a hook that is gone or off are left out. */
  add: change(async (database, { list }: { readonly list: readonly NewDelivery[]; readonly room?: string }) => {
    const waiting = new Map<string, number>();
    for (const row of list) {
      const hook = await database.selectFrom('hooks').select('state').where('id', '=', row.hook).executeTakeFirst();
      if (hook?.state !== 'on') continue;
      const count = waiting.get(row.hook) ?? (await countWaiting(database, row.hook));
      waiting.set(row.hook, count + 1);
      if (count >= mostWaiting) await drop(database, row.hook);
      else await addOne(database, row);
    }
  }),

  /** The first delivery of each lane that is due, but for some hooks and owners of hooks, and when the next lane is. */
  due: question(
    async (
      database,
      { now, limit, but: { hooks, owners } }: Due,
    ): Promise<{ list: DueDelivery[]; next: number | undefined }> => {
      let due = database.selectFrom('lanes').selectAll().where('due_at', '<=', now);
      if (hooks.length > 0) due = due.where('hook', 'not in', hooks);
      if (owners.length > 0) {
        // The server's own hooks have no organisation.
        const owner = database.fn.coalesce('organisation', sql.lit(''));
        due = due.where('hook', 'not in', database.selectFrom('hooks').select('id').where(owner, 'in', owners));
      }
      const lanes = await due.orderBy('due_at').limit(limit).execute();
      const list: DueDelivery[] = [];
      for (const { lane, hook: id, turn, tries } of lanes) {
        const delivery = await firstOf(database, lane);
        const hook = await database.selectFrom('hooks').selectAll().where('id', '=', id).executeTakeFirst();
        if (delivery && hook) list.push({ delivery, hook, turn, tries });
      }
      const later = database.selectFrom('lanes').select('due_at').where('due_at', '>', now).orderBy('due_at');
      return { list, next: (await later.limit(1).executeTakeFirst())?.due_at ?? undefined };
    },
  ),

  /** Takes a lane for one try: true for one of several nodes. It is due again at `until`, unless the try ends before. */
  claim: change(
    async (
      database,
      { lane, turn, until }: { readonly lane: string; readonly turn: number; readonly until: number },
    ): Promise<boolean> => {
      const taken = database.updateTable('lanes').set({ turn: turn + 1, due_at: until });
      const { numUpdatedRows } = await taken.where('lane', '=', lane).where('turn', '=', turn).executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  ),

  /** Writes what came of a try, and when the lane goes on. */
  finish: change(async (database, { delivery, outcome, at, status, reason }: Tried): Promise<void> => {
    const { id, hook, lane } = delivery;
    const isSent = outcome.is === 'sent';
    const found = await database.selectFrom('hooks').select('state').where('id', '=', hook).executeTakeFirst();
    if (outcome.is === 'later') return postpone(database, lane, found?.state === 'on' ? outcome.dueAt : null);
    // A person may have turned it off during the try: then there is no other one.
    const isAgain = outcome.is === 'again' && found?.state === 'on';
    // First, so that a delivery that is added meanwhile waits for this transaction, and then wakes the lane.
    await database
      .updateTable('lanes')
      .set((is) => ({ turn: is('turn', '+', 1), tries: isAgain ? is('tries', '+', 1) : 0 }))
      .where('lane', '=', lane)
      .execute();
    const state: DeliveryState = isSent ? 'sent' : isAgain ? 'waiting' : outcome.is === 'again' ? 'dropped' : 'failed';
    await database
      .updateTable('deliveries')
      .set((is) => ({
        state,
        status,
        reason,
        tried_at: at,
        tries: is('tries', '+', 1),
        first_at: is.fn.coalesce('first_at', is.val(at)),
      }))
      .where('id', '=', id)
      .execute();
    const failing = database.updateTable('hooks').where('id', '=', hook);
    if (isSent) await failing.set({ failing_since: null }).where('failing_since', 'is not', null).execute();
    else await failing.set({ failing_since: at }).where('failing_since', 'is', null).execute();
    if (outcome.is === 'gone') await database.deleteFrom('hooks').where('id', '=', hook).execute();
    else if (outcome.is === 'off') await turnOff(database, hook, outcome.why);
    else {
      const next = isAgain ? outcome.dueAt : (await firstOf(database, lane)) ? at : null;
      await database.updateTable('lanes').set({ due_at: next }).where('lane', '=', lane).execute();
    }
  }),

  /** What happened to records and was not turned into deliveries, oldest first. */
  recorded: question(async (database, { limit }: { readonly limit: number }) => {
    return database.selectFrom('record_events').selectAll().orderBy('n').limit(limit).execute();
  }),

  /** Takes a change of a record off the list, and adds its deliveries. @returns false when another node has done it, and then nothing is changed */
  take: change(
    async (
      database,
      {
        n,
        callbacks,
        list,
      }: { readonly n: number; readonly callbacks: readonly NewHook[]; readonly list: readonly NewDelivery[] },
    ): Promise<boolean> => {
      const gone = await database.deleteFrom('record_events').where('n', '=', n).executeTakeFirst();
      if (gone.numDeletedRows === 0n) return false;
      for (const row of callbacks) {
        await database
          .insertInto('hooks')
          .values(row)
          .onConflict((conflict) => conflict.column('id').doNothing())
          .execute();
      }
      for (const row of list) await addOne(database, row);
      return true;
    },
  ),

  /** Forgets deliveries that are over, lanes that are idle, and callbacks of meetings long past. */
  forget: change(
    async (database, { now }: { readonly now: number }): Promise<void> => {
      const old = database.deleteFrom('deliveries').where('at', '<', now - keptMs);
      await old.where('state', '!=', 'waiting').execute();
      await database.deleteFrom('lanes').where('due_at', 'is', null).execute();
      const callbacks = database
        .deleteFrom('hooks')
        .where('room', 'is not', null)
        .where('created_at', '<', now - keptMs);
      await callbacks.where((is) => is.not(is.exists(waitingOf(is)))).execute();
    },
    () => 'left',
  ),

  /** The room of an event, with the organisation of its space; undefined for a room that is erased. */
  placeOf: question(async (database, { room }: AboutRoom): Promise<Place | undefined> => {
    return database
      .selectFrom('rooms')
      .leftJoin('spaces', 'spaces.id', 'rooms.space')
      .select([
        'rooms.title',
        'rooms.parent',
        'spaces.id as space',
        'spaces.title as spaceTitle',
        'spaces.organisation',
      ])
      .where('rooms.id', '=', room)
      .executeTakeFirst();
  }),

  /** The hooks that may want what happens in a room, in the order in which they were made. */
  hooksOf: question(
    async (database, { organisation }: { readonly organisation: string | null }): Promise<HookRow[]> => {
      if (organisation === null) return [];
      const own = database.selectFrom('hooks').selectAll().where('organisation', '=', organisation);
      return own.where('kind', '=', 'own').where('state', '=', 'on').orderBy('n').execute();
    },
  ),

  /** The hooks of BigBlueButton's API that want what happens in a meeting of an owner. */
  bbbHooksOf: question(
    async (
      database,
      { owner, meetingId }: { readonly owner: string; readonly meetingId: string },
    ): Promise<HookRow[]> => {
      const all = bbbHooks(database, owner).where((is) =>
        is.or([is('meeting', 'is', null), is('meeting', '=', meetingId)]),
      );
      return all.orderBy('n').execute();
    },
  ),

  /** All hooks of BigBlueButton's API of an owner. */
  bbbHooks: question(async (database, { owner }: { readonly owner: string }): Promise<HookRow[]> => {
    return bbbHooks(database, owner).orderBy('n').execute();
  }),

  /** Makes a hook of BigBlueButton's API, or finds the one with this address. @throws AppError `full` */
  createBbbHook: change(async (database, { owner, row }: { readonly owner: string; readonly row: NewHook }) => {
    if (owner !== '') await lockOrganisation(database, owner);
    const known = await bbbHooks(database, owner).execute();
    const same = known.find(({ url }) => url === row.url);
    if (same) return { hook: same, isNew: false };
    if (known.length >= mostBbbHooks) throw new AppError('full', `There are at most ${mostBbbHooks} hooks.`);
    return {
      hook: await database.insertInto('hooks').values(row).returningAll().executeTakeFirstOrThrow(),
      isNew: true,
    };
  }),

  /**
   * Makes the permanent hooks those of these rows. One that is known by its address keeps its number and what waits for it; of two
   * nodes that make one at once, the second one finds it by its id.
   */
  keepPermanent: change(async (database, { rows }: { readonly rows: readonly NewHook[] }): Promise<void> => {
    const urls = rows.map(({ url }) => url);
    const known = (await bbbHooks(database, '').execute()).filter(({ permanent }) => permanent === 1);
    for (const { id, url } of known) {
      if (!urls.includes(url)) await database.deleteFrom('hooks').where('id', '=', id).execute();
    }
    for (const row of rows) {
      const same = known.find(({ url }) => url === row.url);
      const { secret_hash, events, meeting, raw } = row;
      const set = { secret_hash, events, meeting, raw };
      if (same) await database.updateTable('hooks').set(set).where('id', '=', same.id).execute();
      else {
        const making = database.insertInto('hooks').values(row);
        await making.onConflict((conflict) => conflict.column('id').doUpdateSet(set)).execute();
      }
    }
  }),

  /** @returns false when the owner has no such hook, and for a permanent one */
  destroyBbbHook: change(
    async (database, { owner, n }: { readonly owner: string; readonly n: number }): Promise<boolean> => {
      const hook = (await bbbHooks(database, owner).execute()).find((one) => one.n === n && one.permanent === 0);
      if (hook) await database.deleteFrom('hooks').where('id', '=', hook.id).execute();
      return hook !== undefined;
    },
  ),

  /** True when a meeting in this room was recorded. */
  isRecorded: question(async (database, { room }: AboutRoom): Promise<boolean> => {
    return (
      (await database.selectFrom('recordings').select('id').where('room', '=', room).executeTakeFirst()) !== undefined
    );
  }),

  /** The entries of a room below a number that say what later ones are about; `next` when there may be more. */
  past: question(
    async (
      database,
      { room, after, before, wants }: Past,
      onUnreadable,
    ): Promise<{ entries: LogEntry[]; next: number | undefined }> => {
      const rows = await entriesAfter(database, room, after)
        .where('seq', '<', before)
        .where(isOneOf(wants))
        .limit(pastAtOnce)
        .execute();
      const entries = rows.flatMap((row) => readOr(onUnreadable, room, row.seq, () => readEntry(row)) ?? []);
      return { entries, next: rows.length === pastAtOnce ? rows.at(-1)?.seq : undefined };
    },
  ),
};

/** A hook that is not stored yet. */
export type NewHook = Omit<HookRow, 'n'>;

type Past = AboutRoom & { readonly after: number; readonly before: number; readonly wants: readonly EventsOf[] };

/** The room of an event. */
export interface Place {
  readonly title: string;
  readonly parent: string | null;
  readonly space: string | null;
  readonly spaceTitle: string | null;
  readonly organisation: string | null;
}

function bbbHooks(database: Database, owner: string) {
  const all = database.selectFrom('hooks').selectAll().where('kind', '=', 'bbb');
  return owner === '' ? all.where('organisation', 'is', null) : all.where('organisation', '=', owner);
}

/** What waits for the hook of the surrounding statement. */
function waitingOf(is: ExpressionBuilder<Tables, 'hooks'>) {
  const all = is.selectFrom('deliveries').select('deliveries.id').whereRef('deliveries.hook', '=', 'hooks.id');
  return all.where('deliveries.state', '=', 'waiting');
}

async function countWaiting(database: Database, hook: string): Promise<number> {
  const waiting = database.selectFrom('deliveries').where('hook', '=', hook).where('state', '=', 'waiting');
  return Number((await waiting.select(({ fn }) => fn.countAll().as('count')).executeTakeFirst())?.count ?? 0);
}

async function drop(database: Database, hook: string): Promise<void> {
  const dropping = database.updateTable('hooks').set((is) => ({ dropped: is('dropped', '+', 1) }));
  await dropping.where('id', '=', hook).execute();
}

/** Adds one delivery of a hook that is on to its lane, and wakes the lane when it is idle. */
export async function addOne(database: Database, row: NewDelivery): Promise<void> {
  const lane = `${row.hook}:${row.room}`;
  await database
    .insertInto('lanes')
    .values({ lane, hook: row.hook, due_at: row.at, tries: 0, turn: 0 })
    .onConflict((conflict) =>
      conflict.column('lane').doUpdateSet((is) => ({ due_at: is.fn.coalesce('lanes.due_at', 'excluded.due_at') })),
    )
    .execute();
  await database
    .insertInto('deliveries')
    .values({ ...row, lane, state: 'waiting', tries: 0, first_at: null, tried_at: null, status: null, reason: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

async function firstOf(database: Database, lane: string): Promise<DeliveryRow | undefined> {
  const waiting = database.selectFrom('deliveries').selectAll().where('lane', '=', lane);
  return waiting.where('state', '=', 'waiting').orderBy('n').limit(1).executeTakeFirst();
}

/** Ends a try that was none: what waits in the lane is due then. */
async function postpone(database: Database, lane: string, dueAt: number | null): Promise<void> {
  const ending = database.updateTable('lanes').set((is) => ({ turn: is('turn', '+', 1) }));
  // First, so that a delivery that is added meanwhile waits for this transaction, and then wakes the lane.
  await ending.where('lane', '=', lane).execute();
  const next = (await firstOf(database, lane)) ? dueAt : null;
  await database.updateTable('lanes').set({ due_at: next }).where('lane', '=', lane).execute();
}

/** Turns a hook off, and drops what waits for it. */
export async function turnOff(database: Database, hook: string, reason: string | null): Promise<void> {
  await database.updateTable('hooks').set({ state: 'off', reason }).where('id', '=', hook).execute();
  const waiting = database.updateTable('deliveries').set({ state: 'dropped' }).where('hook', '=', hook);
  await waiting.where('state', '=', 'waiting').execute();
  await database.updateTable('lanes').set({ due_at: null, tries: 0 }).where('hook', '=', hook).execute();
}
