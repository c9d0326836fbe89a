import type { Poll } from '@plenum/shared/features/poll/contract';

/** What changed between two looks at the polls that everybody should hear of. */
export function pollNews(
  before: readonly Poll[],
  now: readonly Poll[],
): { readonly opened: readonly Poll[]; readonly published: readonly Poll[] } {
  const was = (id: string) => before.find((one) => one.id === id)?.status;
  return {
    opened: now.filter(({ id, status }) => status === 'open' && was(id) === undefined),
    published: now.filter(({ id, status }) => status === 'published' && was(id) !== 'published'),
  };
}
