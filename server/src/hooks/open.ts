import { AppError } from '@plenum/shared/core/errors';
import { OutwardError } from '../outward/ports.ts';
import type { RoomReport } from '../room/ports.ts';
import type { Store } from '../storage/ports.ts';
import { Deliveries } from './Deliveries.ts';
import { HookReader } from './HookReader.ts';
import { BbbHooks, keepPermanent } from './bbb/BbbHooks.ts';
import type { SendingOptions } from './sending.ts';
import { webhookSecret } from './signing.ts';

interface HooksOptions extends Omit<SendingOptions, 'key'> {
  readonly store: Pick<Store, 'ask' | 'calls' | 'secret'>;
  readonly report: RoomReport;
  /** The permanent hooks of BigBlueButton's API that the operator names, and the secret that signs what they get. */
  readonly permanent?: { readonly urls: readonly string[]; readonly secret: string };
}

/** What the server tells other servers: the reader of the log, the queue, and what the records need of them. */
export interface Hooks {
  readonly deliveries: Deliveries;
  readonly reader: HookReader;
  readonly webhooks: {
    check(url: string): void;
    secretOf(webhook: string, turn: number): string;
    wake(): void;
  };
  /** The registration of BigBlueButton's webhooks. */
  readonly bbb: BbbHooks;
  /** Sets what is called when the first hook of this server was made. */
  onFirstHook(callback: () => void): void;
}

/** Starts to send what waits. */
export async function openHooks(options: HooksOptions): Promise<Hooks> {
  const { store, outward, report, permanent } = options;
  const key = await store.secret('webhooks');
  let first = () => {};
  const onFirstHook = () => first();
  if (permanent) await keepPermanent({ store, now: options.now }, permanent);
  const deliveries = await Deliveries.open({ ...options, key, onFirstHook });
  const wake = () => deliveries.wake();
  const reader = new HookReader({ store, report, isIdle: () => !deliveries.hasHooks, onWritten: wake });
  const check = (url: string) => {
    try {
      outward.check(url);
    } catch (error) {
      throw error instanceof OutwardError ? new AppError('invalid', error.message, 'url') : error;
    }
  };
  const webhooks = { check, wake, secretOf: (webhook: string, turn: number) => webhookSecret(key, webhook, turn) };
  const bbb = new BbbHooks({ ...options, onCreated: wake });
  return { deliveries, reader, webhooks, bbb, onFirstHook: (callback) => void (first = callback) };
}
