import * as z from 'zod/mini';
import { limitNames } from '../../core/errors.ts';

/** The value of a limit: a number, no bound, or a number that each organisation agrees on with the operators. */
const LimitValue = z.union([z.int().check(z.minimum(0), z.maximum(1e15)), z.literal('unlimited'), z.literal('agreed')]);

/** The limits of a tier. `participants` bounds one meeting; the server's own bound holds beside it. */
export const Limits = z.strictObject({
  spaces: LimitValue,
  sessionMinutes: LimitValue,
  hostAccounts: LimitValue,
  participants: LimitValue,
  recordingBytes: LimitValue,
});
export type Limits = z.infer<typeof Limits>;
export type LimitName = (typeof limitNames)[number];

/** What one organisation agreed on in place of the limits of its tier. */
export const Agreed = z.partial(Limits);
export type Agreed = z.infer<typeof Agreed>;

/** The bound of an organisation; undefined for none. A limit that still has to be agreed on allows nothing. */
export function boundOf(limits: Limits, agreed: Agreed, name: LimitName): number | undefined {
  const value = agreed[name] ?? limits[name];
  if (value === 'unlimited') return undefined;
  return value === 'agreed' ? 0 : value;
}

const gigabyte = 1_000_000_000;
const unlimited = 'unlimited';
const paid = { spaces: unlimited, sessionMinutes: unlimited, participants: unlimited } as const;

/** The tiers of a new server: the cooperative's published table. */
export const firstTiers = [
  {
    id: 'basic',
    name: 'Basic user account',
    contribution: 'free',
    limits: { spaces: 1, sessionMinutes: 60, hostAccounts: 0, participants: unlimited, recordingBytes: 0 },
    features: { forum: true, assembly: false },
  },
  {
    id: 'individual',
    name: 'Individual host',
    contribution: '120 €/year',
    limits: { ...paid, hostAccounts: 1, recordingBytes: 5 * gigabyte },
    features: { forum: true, assembly: true },
  },
  {
    id: 'micro',
    name: 'Micro-organisation',
    contribution: '250 €/year',
    limits: { ...paid, hostAccounts: 2, recordingBytes: 25 * gigabyte },
    features: { forum: true, assembly: true },
  },
  {
    id: 'small',
    name: 'Small organisation',
    contribution: '500 €/year',
    limits: { ...paid, hostAccounts: 5, recordingBytes: 50 * gigabyte },
    features: { forum: true, assembly: true },
  },
  {
    id: 'large',
    name: 'Large, intensive users',
    contribution: '0.1 % to 0.5 % of turnover',
    limits: { ...paid, hostAccounts: 'agreed', recordingBytes: 'agreed' },
    features: { forum: true, assembly: true },
  },
] as const;

/** The tier of an organisation that contributes nothing. */
export const freeTier = 'basic';
