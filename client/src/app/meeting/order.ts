import type { MenuEntry, MenuGroup } from '../../ui/Menu.tsx';

/** Controls of the bottom bar, from the left; a phone keeps this order. */
export const controlOrder = [
  'mic',
  'camera',
  'share',
  'slides',
  'hand',
  'reaction',
  'chat',
  'people',
  'poll',
  'breakout',
] as const;

/** Controls that leave a narrow bar for the "More" menu, the last first; the microphone always stays. */
export const keepOrder: readonly string[] = [
  'camera',
  'hand',
  'chat',
  'people',
  'share',
  'poll',
  'reaction',
  'slides',
  'breakout',
];

/** Tabs of the side panel. */
export const panelOrder = ['chat', 'people', 'poll', 'hand', 'breakout'] as const;

/** Items of the top bar. */
export const topOrder = ['recording', 'duration', 'talking', 'durationPhone', 'timer', 'layout', 'connection'] as const;

/** Groups of the "More" menu. */
export const moreGroups = [
  ['react', 'hands', 'away'],
  ['slides', 'polls', 'breakout', 'timer', 'recording'],
  ['takePresenter', 'locks', 'attendance'],
] as const;

/** Groups of a person's menu. */
export const personGroups = [
  ['write', 'pin', 'volume'],
  ['mute', 'askUnmute', 'stop-camera', 'stop-screen', 'stop-contentCamera'],
  ['present', 'exempt', 'rights', 'rename'],
] as const;

/** Puts entries into groups, in the order of these ids; entries with other ids follow in a group of their own. */
export function inGroups(entries: readonly MenuEntry[], groups: readonly (readonly string[])[]): readonly MenuGroup[] {
  const known = groups.map((ids, index) => ({
    id: `group-${index}`,
    entries: ids.flatMap((id) => entries.filter((entry) => entry.id === id)),
  }));
  return [...known, { id: 'other', entries: entries.filter(({ id }) => !groups.some((ids) => ids.includes(id))) }];
}

/** Sorts what features give for one slot by an order of ids; ids outside the order come last. */
export function inOrder<T extends { readonly id: string }>(
  lists: readonly (readonly T[] | undefined)[],
  order: readonly string[],
): readonly T[] {
  const placeOf = ({ id }: T) => (order.includes(id) ? order.indexOf(id) : order.length);
  return lists.flatMap((list) => list ?? []).toSorted((a, b) => placeOf(a) - placeOf(b));
}
