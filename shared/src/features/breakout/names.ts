import { sameWords, withoutAccents } from '../../core/compare.ts';

/** A name in the forms in which names of rooms are compared. */
interface Forms {
  readonly words: string;
  readonly bare: string;
}

const formsOf = (name: string): Forms => ({ words: sameWords(name).normalize('NFD'), bare: withoutAccents(name) });

/** Names with the same words are the same, and so is one that only leaves out the accents of the other; `Hùng` and `Hưng` differ. */
function areSame(one: Forms, other: Forms): boolean {
  if (one.bare !== other.bare) return false;
  return one.words === other.words || one.words === one.bare || other.words === other.bare;
}

/** True when two rooms cannot have both names. */
export function isSameName(one: string, other: string): boolean {
  return areSame(formsOf(one), formsOf(other));
}

/** True when no two rooms have the same key, or the same name. */
export function hasUnique(rooms: readonly { readonly key: string; readonly name: string }[]): boolean {
  const forms = rooms.map(({ name }) => formsOf(name));
  const isUnique = forms.every((one, index) => !forms.slice(0, index).some((other) => areSame(one, other)));
  return isUnique && new Set(rooms.map(({ key }) => key)).size === rooms.length;
}
