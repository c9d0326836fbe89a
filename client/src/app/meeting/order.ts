/** Controls of the bottom bar, from the left; those of a phone are in the same order. */
export const controlOrder = ['mic', 'camera', 'share', 'slides', 'hand', 'reaction', 'chat', 'people', 'poll'] as const;

/** Tabs of the side panel. */
export const panelOrder = ['chat', 'people', 'poll', 'hand', 'breakout'] as const;

/** Items of the top bar. */
export const topOrder = ['talking', 'layout', 'connection'] as const;

/** What several features give for one slot, in a given order of ids; an id that is not in it comes last. */
export function inOrder<T extends { readonly id: string }>(
  lists: readonly (readonly T[] | undefined)[],
  order: readonly string[],
): readonly T[] {
  const placeOf = ({ id }: T) => (order.includes(id) ? order.indexOf(id) : order.length);
  return lists.flatMap((list) => list ?? []).toSorted((a, b) => placeOf(a) - placeOf(b));
}
