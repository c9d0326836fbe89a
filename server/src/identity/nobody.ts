import type { Identity } from './ports.ts';

/** A server without accounts: no request comes from one. */
export const nobodySignsIn: Identity = {
  whoAsks: async () => undefined,
  findAccounts: async () => [],
  findByEmail: async () => undefined,
  onDeleting: () => undefined,
  onVerified: () => undefined,
};
