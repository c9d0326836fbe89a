import type { ChecksumAlgorithm, SharedSecret } from './checksum.ts';

/** The settings of the API. */
export interface BbbSettings {
  /** The secret of the whole server. */
  readonly secret: string | undefined;
  /** The hash functions that a checksum may have. */
  readonly checksums: readonly ChecksumAlgorithm[];
}

/** What the calls of BigBlueButton's API work with. */
export interface BbbParts {
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
