/**
 * Lower-case letters and signs that look like a Latin one: the common ones of Cyrillic and Greek. Not a complete list.
 */
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
 * Returns a name without the differences that readers overlook: two names look alike when their skeletons are equal.
 * Good for marking names, not for refusing them, because some names with equal skeletons are easy to tell apart.
 */
export function skeletonOf(name: string): string {
  const bare = name.normalize('NFKD').replace(/[\p{M}\p{Default_Ignorable_Code_Point}\u2800]/gu, '');
  const plain = bare.toUpperCase().toLowerCase();
  const letters = plain.replace(/[\s\p{P}]/gu, '').replace(/./gu, (letter) => lookAlikes.get(letter) ?? letter);
  // A name of signs alone (old logs may have some) is its own skeleton.
  return letters.replaceAll('rn', 'm') || plain;
}

/**
 * Numbers members with similar names in the order of their arrival: 2 for the second, and so on; the first is not
 * listed.
 */
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
