import type { Poll } from '@plenum/shared/features/poll/contract';

/** Returns the changes between two states of the polls that every member should learn of. */
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
