import type { Stamp } from '@plenum/shared/ballot/scheme';

/** A blinded paper and the keys of its ballot. */
export interface StampOrder {
  readonly key: string;
  readonly publicKey: string;
  readonly blinded: string;
}

/** Stamps papers away from the event loop: one takes milliseconds, and a whole assembly asks in the same second. */
export interface Stamper {
  /** @throws AppError `unavailable` when nothing was stamped; the same order may be given again */
  stamp(order: StampOrder): Promise<Stamp>;
  /** Idempotent. */
  close(): Promise<void>;
}
