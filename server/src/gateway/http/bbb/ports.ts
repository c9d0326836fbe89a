import type { ChecksumAlgorithm, SharedSecret } from './checksum.ts';

/** The settings of the API. */
export interface BbbSettings {
  /** The secret of the whole server. */
  readonly secret: string | undefined;
  /** The hash functions that a checksum may have. */
  readonly checksums: readonly ChecksumAlgorithm[];
}

/** A registered webhook. */
export interface BbbHook {
  readonly id: number;
  readonly callbackUrl: string;
  /** The only meeting that it hears of; undefined: all. */
  readonly meetingId: string | undefined;
  /** The only events that it gets; empty: all. */
  readonly events: readonly string[];
  readonly permanent: boolean;
  readonly raw: boolean;
}

/** The registration of webhooks: each owner sees its own. */
interface BbbHooks {
  /** Makes one, or finds the one with this address. @throws for an address that is refused, and when there are too many */
  create(
    wish: Omit<BbbHook, 'id' | 'permanent'> & { readonly owner: string; readonly secret: string },
  ): Promise<{ readonly hook: BbbHook; readonly isNew: boolean }>;
  /** All, or those that hear of one meeting, in the order of their ids. */
  list(owner: string, meetingId: string | undefined): Promise<readonly BbbHook[]>;
  /** @returns false when there is no such hook */
  destroy(owner: string, id: number): Promise<boolean>;
}

/** What the calls of BigBlueButton's API work with. */
export interface BbbParts {
  readonly hooks: BbbHooks;
  /** The secrets that are valid now. */
  readonly secrets: () => Promise<readonly SharedSecret[]>;
  /** The hash functions that a checksum may have. */
  readonly checksums: readonly ChecksumAlgorithm[];
  /** The version of Plenum. */
  readonly version: string;
  /** The host, and port where it is not 443, that a reverse proxy serves by https; undefined without one. */
  readonly publicHost: string | undefined;
  /** Takes an error that the caller of the API gets no details of. */
  readonly failed: (what: string, error: unknown) => void;
}
