/** Lower-case letters, and signs, that look like a Latin one: the common ones of Cyrillic and Greek. Not all there are. */
const lookAlikes = new Map(
  [
    'aаα',
    'bвβ',
    'cс',
    'dԁ',
    'eеε',
    'hнһη',
    'jј',
    'kкκ',
    'l1iі|ιıӏ',
    'mмμ',
    'nν',
    'o0оο',
    'pрρ',
    'qԛ',
    'sѕ',
    'tтτ',
    'wԝω',
    'xхχ',
    'yуυγ',
    'zζ',
  ].flatMap(([latin = '', ...others]) => others.map((other) => [other, latin] as const)),
);

/**
 * What is left of a name when everything is gone in which names that look alike differ: two names may be taken for one
 * another when this is the same. For marking them, not for refusing: it also says so of some that nobody would mix up.
 */
export function skeletonOf(name: string): string {
  const bare = name.normalize('NFKD').replace(/[\p{M}\p{Default_Ignorable_Code_Point}\u2800]/gu, '');
  const plain = bare.toUpperCase().toLowerCase();
  const letters = plain.replace(/[\s\p{P}]/gu, '').replace(/./gu, (letter) => lookAlikes.get(letter) ?? letter);
  // Names of signs alone, as people may have them from old times, are themselves.
  return letters.replaceAll('rn', 'm') || plain;
}

/** Of those whose name looks like the name of somebody who was there before: the how manieth they are, 2 and more. */
export function countAlike(
  people: readonly { readonly id: string; readonly name: string; readonly joinedAt: number }[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const marked = new Map<string, number>();
  const inOrder = people.toSorted((one, other) => one.joinedAt - other.joinedAt || (one.id < other.id ? -1 : 1));
  for (const { id, name } of inOrder) {
    const skeleton = skeletonOf(name);
    const count = (counts.get(skeleton) ?? 0) + 1;
    counts.set(skeleton, count);
    if (count > 1) marked.set(id, count);
  }
  return marked;
}
