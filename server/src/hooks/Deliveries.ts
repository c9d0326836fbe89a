import { inBackground } from '@plenum/shared/core/background';
import type { RoomReport } from '../room/ports.ts';
import type { DueDelivery, HookRow, RecordEventRow } from '../storage/recordPorts.ts';
import type { Store } from '../storage/ports.ts';
import { isUnavailable, recordedForPrograms } from './bbb/programs.ts';
import { organisationOf, recordDeliveries } from './recorded.ts';
import { requestMs, send, type SendingOptions } from './sending.ts';

/** The most deliveries that are sent at once: to the hooks of one owner, and to one hook. */
const perOwner = 8;
const perHook = 4;
/**
 * The places for deliveries. The first one of each owner has a place of its own, so that owners with silent receivers take none from
 * others; the further ones share places (decision 0205).
 */
const ownPlaces = 32;
const sharedPlaces = 32;
/** How often the queue looks by itself: other nodes write to it too. In ms. */
const lookMs = 5_000;
/** The most changes of records that are read at once. */
const recordsAtOnce = 50;
const forgetMs = 3_600_000;
/** How long a change of a record waits, so that what the log says of the time before is read first. In ms. */
const settleMs = 500;

interface DeliveriesOptions extends SendingOptions {
  readonly store: Pick<Store, 'ask'>;
  readonly report: RoomReport;
  /** Called when the first hook of this server was made. */
  readonly onFirstHook: () => void;
}

interface Sending {
  readonly hook: string;
  /** The organisation; empty for the server's own secret of BigBlueButton's API. */
  readonly owner: string;
  readonly done: Promise<void>;
}

/**
 * Sends what waits for hooks: at least once, in the order of each lane, which is a hook and a room. What is sent was written
 * before, and is removed from its lane after the receiver took it (decision 0211).
 */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  /** The lanes of which a delivery is being sent, each with its hook and the owner of this. */
  readonly #running = new Map<string, Sending>();
  #timer: NodeJS.Timeout | undefined;
  #look: Promise<void> | undefined;
  #again = false;
  #hasHooks = false;
  #forgetAt = 0;
  #isClosed = false;

  private constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  /** Starts to send what an earlier process left. */
  static async open(options: DeliveriesOptions): Promise<Deliveries> {
    const deliveries = new Deliveries(options);
    deliveries.#hasHooks = await options.store.ask.deliveries.hasHooks();
    deliveries.wake();
    return deliveries;
  }

  /** False while no hook is known on this server, so that nothing need be told. */
  get hasHooks(): boolean {
    return this.#hasHooks;
  }

  /** Looks for lanes that are due. */
  wake(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#again = true;
    this.#look ??= this.#lookOften().finally(() => {
      this.#look = undefined;
      // A call that came after the last look, and before this.
      if (this.#again) this.wake();
    });
    inBackground(this.#look, (error) => {
      this.#options.report.failed('-', 'sending to webhooks', error);
      this.#wait(lookMs);
    });
  }

  /** Waits for what is being sent. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#look?.catch(() => undefined);
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  async #lookOften(): Promise<void> {
    let next = 0;
    while (this.#again && !this.#isClosed) {
      next = Number.POSITIVE_INFINITY;
      this.#again = false;
      await this.#lookForHooks();
      const settlesAt = (await this.#tellRecords()) ?? next;
      next = Math.min(settlesAt, (await this.#begin()) ?? settlesAt);
    }
    this.#wait(Math.min(lookMs, next - this.#options.now()));
  }

  #wait(ms: number): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), Math.max(ms, 20));
    this.#timer.unref();
  }

  async #lookForHooks(): Promise<void> {
    const { store, now, onFirstHook } = this.#options;
    const had = this.#hasHooks;
    this.#hasHooks = await store.ask.deliveries.hasHooks();
    if (this.#hasHooks && !had) onFirstHook();
    if (now() < this.#forgetAt) return;
    this.#forgetAt = now() + forgetMs;
    await store.ask.deliveries.forget({ now: now() });
  }

  /** Turns changes of records into deliveries. @returns when the next one has settled, or is tried again, epoch ms */
  async #tellRecords(): Promise<number | undefined> {
    const { deliveries } = this.#options.store.ask;
    for (;;) {
      const rows = await deliveries.recorded({ limit: recordsAtOnce });
      const now = this.#options.now();
      for (const row of rows) {
        const settlesAt = row.at + settleMs;
        if (settlesAt > now) return settlesAt;
        const made = await this.#deliveriesOf(row);
        if (!made) return now + lookMs;
        await deliveries.take({ n: row.n, ...made });
      }
      if (rows.length < recordsAtOnce || this.#isClosed) return undefined;
    }
  }

  /** @returns undefined when the database cannot answer now: the change stays for a later try */
  async #deliveriesOf(row: RecordEventRow) {
    try {
      const { store } = this.#options;
      const programs = await recordedForPrograms(this.#options, row);
      if (row.what.startsWith('meeting')) return programs;
      const hooks = await store.ask.deliveries.hooksOf({ organisation: organisationOf(row) });
      return { ...programs, list: [...programs.list, ...recordDeliveries(row, hooks)] };
    } catch (error) {
      this.#options.report.failed(row.room, 'telling webhooks of a record', error);
      if (isUnavailable(error)) return undefined;
      // A second try would fail in the same way.
      return { callbacks: [], list: [] };
    }
  }

  /** Begins to send what is due and fits. @returns when the next lane is due, epoch ms */
  async #begin(): Promise<number | undefined> {
    const { store, now } = this.#options;
    for (;;) {
      const limit = ownPlaces + sharedPlaces - this.#running.size;
      if (limit <= 0) return undefined;
      const { list, next } = await store.ask.deliveries.due({ now: now(), limit, but: this.#busy() });
      let began = 0;
      for (const due of list) {
        if (this.#isClosed || this.#running.has(due.delivery.lane) || !this.#hasPlace(due.hook)) continue;
        const { lane } = due.delivery;
        const claim = { lane, turn: due.turn, until: now() + this.#claimMs };
        if (!(await store.ask.deliveries.claim(claim))) continue;
        began += 1;
        this.#running.set(lane, { hook: due.hook.id, owner: ownerOf(due.hook), done: this.#send(due) });
      }
      if (began === 0) return next;
    }
  }

  /** Never rejects. */
  async #send(due: DueDelivery): Promise<void> {
    const { store, report } = this.#options;
    try {
      await store.ask.deliveries.finish(await send(due, this.#options));
    } catch (error) {
      // The lane is due again when the claim is over.
      report.failed('-', 'sending to a webhook', error);
    } finally {
      this.#running.delete(due.delivery.lane);
      this.wake();
    }
  }

  /** How long a node has a lane for itself: longer than a request takes. */
  get #claimMs(): number {
    return (this.#options.requestMs ?? requestMs) * 1.5;
  }

  #hasPlace(hook: HookRow): boolean {
    const { hooks, owners } = this.#busy();
    const owner = ownerOf(hook);
    if (hooks.includes(hook.id) || owners.includes(owner)) return false;
    const known = this.#owners();
    return known.has(owner) || known.size < ownPlaces;
  }

  /** The owners to whose hooks something is sent. */
  #owners(): ReadonlySet<string> {
    return new Set([...this.#running.values()].map(({ owner }) => owner));
  }

  /** The hooks, and the owners of hooks, to which no more is sent at once. */
  #busy(): { readonly hooks: string[]; readonly owners: string[] } {
    const running = [...this.#running.values()];
    const isShareTaken = running.length - this.#owners().size >= sharedPlaces;
    return {
      hooks: repeated(
        running.map(({ hook }) => hook),
        perHook,
      ),
      owners: repeated(
        running.map(({ owner }) => owner),
        isShareTaken ? 1 : perOwner,
      ),
    };
  }
}

function ownerOf({ organisation }: HookRow): string {
  return organisation ?? '';
}

/** Those that stand in the list at least so often. */
function repeated(list: readonly string[], times: number): string[] {
  return [...new Set(list)].filter((one) => list.filter((other) => other === one).length >= times);
}
