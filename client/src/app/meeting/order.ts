/** Controls of the bottom bar, from the left; a phone keeps this order. */
export const controlOrder = ['mic', 'camera', 'share', 'slides', 'hand', 'reaction', 'chat', 'people', 'poll'] as const;

/** Controls that leave a narrow bar for the "More" menu, the last first; the microphone always stays. */
export const keepOrder: readonly string[] = ['camera', 'hand', 'chat', 'people', 'share', 'poll', 'reaction', 'slides'];

/** Tabs of the side panel. */
export const panelOrder = ['chat', 'people', 'poll', 'hand', 'breakout'] as const;

/** Items of the top bar. */
export const topOrder = ['talking', 'timer', 'layout', 'connection'] as const;

/** Sorts what features give for one slot by an order of ids; ids outside the order come last. */
export function inOrder<T extends { readonly id: string }>(
  lists: readonly (readonly T[] | undefined)[],
  order: readonly string[],
): readonly T[] {
  const placeOf = ({ id }: T) => (order.includes(id) ? order.indexOf(id) : order.length);
  return lists.flatMap((list) => list ?? []).toSorted((a, b) => placeOf(a) - placeOf(b));
}
