import type { Stamp } from '@plenum/shared/ballot/scheme';

/** A blinded paper and the keys of its ballot. */
export interface StampOrder {
  readonly key: string;
  readonly publicKey: string;
  readonly blinded: string;
}

/** Stamps papers outside the event loop: a stamp takes milliseconds, and a whole assembly asks in the same second. */
export interface Stamper {
  /** @throws AppError `unavailable` when the paper was not stamped; the caller may retry the same order */
  stamp(order: StampOrder): Promise<Stamp>;
  /** Idempotent. */
  close(): Promise<void>;
}
