import type { SpaceCard } from '@plenum/shared/api/space/contract';

/** The spaces with people in them, those with most first, and all spaces: the last used first. */
export function liveFirst(spaces: readonly SpaceCard[]): {
  readonly live: readonly SpaceCard[];
  readonly all: readonly SpaceCard[];
} {
  const live = spaces.filter(({ people }) => people > 0).toSorted((a, b) => b.people - a.people);
  const all = spaces.toSorted(
    (a, b) => (b.lastMeeting ?? 0) - (a.lastMeeting ?? 0) || a.title.localeCompare(b.title) || (a.id < b.id ? -1 : 1),
  );
  return { live, all };
}

/** The address of a space, with a code behind the `#`, which no server sees. */
export function linkOfSpace(slug: string, code?: string): string {
  return `${location.origin}/s/${slug}${code === undefined ? '' : `#code=${code}`}`;
}
