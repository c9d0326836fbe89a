import type { Agreed, LimitName, Limits } from '@plenum/shared/api/tier/limits';

/** The limits in the order of the published table. */
export const limitOrder = [
  'spaces',
  'sessionMinutes',
  'hostAccounts',
  'participants',
  'recordingBytes',
] as const satisfies readonly LimitName[];

type Value = Limits[LimitName];

/** How a limit is written: the bytes of recordings in gigabytes. */
function scaleOf(name: LimitName): number {
  return name === 'recordingBytes' ? 1_000_000_000 : 1;
}

/** A limit as it is being edited: one of the words, or a number as typed. */
export type Draft =
  | { readonly is: 'unlimited' | 'agreed' | 'ofTier' }
  | { readonly is: 'number'; readonly text: string };

export function draftOf(name: LimitName, value: Value | undefined): Draft {
  if (value === undefined) return { is: 'ofTier' };
  if (value === 'unlimited' || value === 'agreed') return { is: value };
  return { is: 'number', text: String(value / scaleOf(name)) };
}

/** The value of a draft; `wrong` for a text that is no number of the limit, undefined for the tier's own. */
export function valueOf(name: LimitName, draft: Draft): Value | 'wrong' | undefined {
  if (draft.is === 'ofTier') return undefined;
  if (draft.is !== 'number') return draft.is;
  if (!/^\d{1,9}$/.test(draft.text.trim())) return 'wrong';
  const value = Number(draft.text) * scaleOf(name);
  return value <= 1e15 ? value : 'wrong';
}

/** The drafts of some limits. */
export type Drafts = Readonly<Record<LimitName, Draft>>;

export function draftsOf(limits: Agreed): Drafts {
  const draft = (name: LimitName) => draftOf(name, limits[name]);
  return {
    spaces: draft('spaces'),
    sessionMinutes: draft('sessionMinutes'),
    hostAccounts: draft('hostAccounts'),
    participants: draft('participants'),
    recordingBytes: draft('recordingBytes'),
  };
}

/** The limits that the drafts say; undefined when one of them is wrong. */
export function limitsOf(drafts: Drafts): Agreed | undefined {
  const limits: Agreed = {};
  for (const name of limitOrder) {
    const value = valueOf(name, drafts[name]);
    if (value === 'wrong') return undefined;
    if (value !== undefined) limits[name] = value;
  }
  return limits;
}

/** A limit in words: a number, or one of the words. */
export function wordsOfLimit(
  name: LimitName,
  value: Value,
  words: { readonly unlimited: string; readonly agreed: string },
  language: string,
): string {
  if (value === 'unlimited' || value === 'agreed') return words[value];
  return new Intl.NumberFormat(language).format(value / scaleOf(name));
}
