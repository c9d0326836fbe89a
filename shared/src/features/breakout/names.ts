/** The form of a name for comparing: without capitals, accents and repeated spaces. */
export function plain(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim().toLowerCase();
}

/** True when no two rooms have the same key, or names of the same plain form. */
export function hasUnique(rooms: readonly { readonly key: string; readonly name: string }[]): boolean {
  const names = new Set(rooms.map(({ name }) => plain(name)));
  return names.size === rooms.length && new Set(rooms.map(({ key }) => key)).size === rooms.length;
}
