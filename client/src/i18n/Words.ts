/** A tree of words, as a language file has it. */
export interface Words {
  readonly [key: string]: string | Words;
}

/** The words of each feature; `words/words.d.ts` of a feature adds its own by declaration merging. */
export interface FeatureWords {}

/** One tree of several. Groups of one name come together: each feature has words in `ability` and `lock`. */
export function together(parts: readonly Words[]): Words {
  const whole: Record<string, string | Words> = {};
  for (const part of parts) {
    for (const [key, words] of Object.entries(part)) {
      const before = whole[key];
      if (before === undefined) whole[key] = words;
      else if (typeof before === 'object' && typeof words === 'object') whole[key] = together([before, words]);
      else throw new Error(`Two features have words for ${key}.`);
    }
  }
  return whole;
}

/** The texts of a tree with their whole keys. */
export function flat(tree: Words, before = ''): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value] as const] : flat(value, `${before}${key}.`),
  );
}
