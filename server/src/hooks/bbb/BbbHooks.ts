import { AppError } from '@plenum/shared/core/errors';
import type { Outward } from '../../outward/ports.ts';
import type { HookRow } from '../../storage/recordPorts.ts';
import type { Store } from '../../storage/ports.ts';
import { deliveryId } from '../signing.ts';
import { secretHash } from './delivery.ts';
import { bbbHookRow } from './programs.ts';

/** The most events that a hook names. */
const mostEvents = 100;

/** The wish of a program for a hook. */
interface HookWish {
  readonly owner: string;
  /** The secret that signed the call: deliveries are signed with it. */
  readonly secret: string;
  readonly callbackUrl: string;
  readonly meetingId: string | undefined;
  readonly events: readonly string[];
  readonly raw: boolean;
}

/** A hook of BigBlueButton's API. */
export interface BbbHook {
  readonly id: number;
  readonly callbackUrl: string;
  readonly meetingId: string | undefined;
  readonly events: readonly string[];
  readonly permanent: boolean;
  readonly raw: boolean;
}

interface BbbHooksOptions {
  readonly store: Pick<Store, 'ask'>;
  readonly outward: Pick<Outward, 'check'>;
  readonly now: () => number;
  readonly onCreated: () => void;
}

function hookOf(row: HookRow): BbbHook {
  const events: string[] = JSON.parse(row.events);
  const { n: id, url: callbackUrl } = row;
  return {
    id,
    callbackUrl,
    meetingId: row.meeting ?? undefined,
    events,
    permanent: row.permanent === 1,
    raw: row.raw === 1,
  };
}

/** The registration of BigBlueButton's webhooks: each owner sees its own. */
export class BbbHooks {
  readonly #options: BbbHooksOptions;

  constructor(options: BbbHooksOptions) {
    this.#options = options;
  }

  /** Makes a hook, or finds the one with this address. @throws OutwardError `address`, `forbidden`; AppError `full`, `invalid` */
  async create(wish: HookWish): Promise<{ readonly hook: BbbHook; readonly isNew: boolean }> {
    const { store, outward, now, onCreated } = this.#options;
    const { owner, secret, callbackUrl: url, meetingId, events, raw } = wish;
    outward.check(url);
    if (events.length > mostEvents) throw new AppError('invalid', `A hook names at most ${mostEvents} events.`);
    const at = now();
    const row = bbbHookRow({
      owner,
      id: deliveryId(`${owner} ${url}`, String(at)),
      kind: 'bbb',
      url,
      at,
      events: JSON.stringify(events),
      meeting: meetingId ?? null,
      secret_hash: secretHash(secret),
      raw: raw ? 1 : 0,
    });
    const { hook, isNew } = await store.ask.deliveries.createBbbHook({ owner, row });
    onCreated();
    return { hook: hookOf(hook), isNew };
  }

  /** All hooks, or those that hear of one meeting, in the order of their ids. */
  async list(owner: string, meetingId: string | undefined): Promise<readonly BbbHook[]> {
    const { deliveries } = this.#options.store.ask;
    const rows =
      meetingId === undefined
        ? await deliveries.bbbHooks({ owner })
        : await deliveries.bbbHooksOf({ owner, meetingId });
    return rows.map(hookOf);
  }

  /** @returns false when there is no such hook */
  destroy(owner: string, id: number): Promise<boolean> {
    return this.#options.store.ask.deliveries.destroyBbbHook({ owner, n: id });
  }
}

/** Makes the permanent hooks those with these addresses: others of before are removed. */
export async function keepPermanent(
  { store, now }: Pick<BbbHooksOptions, 'store' | 'now'>,
  { urls, secret }: { readonly urls: readonly string[]; readonly secret: string },
): Promise<void> {
  const at = now();
  const rows = urls.map((url) =>
    bbbHookRow({
      owner: '',
      // The same at each node, so that nodes that start at once make one hook.
      id: deliveryId(` ${url}`, 'permanent'),
      kind: 'bbb',
      url,
      at,
      secret_hash: secretHash(secret),
      permanent: 1,
    }),
  );
  await store.ask.deliveries.keepPermanent({ rows });
}
