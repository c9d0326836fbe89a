import { createContext, useContext } from 'react';
import { perSession } from './perSession.ts';
import type { FeatureSlots } from './slots.ts';

/** All features, as the layout sees them. The list never changes while the page lives. */
export interface House {
  readonly features: readonly FeatureSlots[];
  /** True for a recorded meeting, to which nobody can be invited and nothing can be written. */
  readonly recorded?: boolean;
}

/** The house of this client. */
export const HouseContext = createContext<House>({ features: [] });

/** The features of this client. */
export function useFeatures(): readonly FeatureSlots[] {
  return useContext(HouseContext).features;
}

/** True for a recorded meeting. */
export function useIsRecorded(): boolean {
  return useContext(HouseContext).recorded ?? false;
}

type ListHook<A extends readonly unknown[], T> = (...about: A) => readonly T[];

/**
 * Joins one slot of all features into one hook, which returns their items in the order of the features.
 * @param pick the slot of one feature
 */
export function hookSlot<A extends readonly unknown[], T>(
  pick: (feature: FeatureSlots) => ListHook<A, T> | undefined,
): ListHook<A, T> {
  const hookOf = perSession(({ features }: House) => together(features.map(pick)));
  return function useSlot(...about) {
    const useAll = hookOf(useContext(HouseContext));
    // oxlint-disable-next-line react/hooks -- joined once for each house: every render calls the same hooks in the same order.
    return useAll(...about);
  };
}

/** Items for the stage; the first one is shown there. */
export const useStageItems = hookSlot(({ useStage }) => useStage);
/** Entries of the "More" menu. */
export const useMoreEntries = hookSlot(({ useMore }) => useMore);
/** The ways to leave, when there are several. */
export const useLeaveEntries = hookSlot(({ useLeaving }) => useLeaving);

/** What a screen reader says after the name of the room when the meeting appears. */
export const useArrivalWords = hookSlot(({ useArrivalWords }) => useArrivalWords);
/** Menu entries for a member. */
export const usePersonMenu = hookSlot(({ usePersonEntries }) => usePersonEntries);
/** Members who should be visible before others. */
export const useWantedMembers = hookSlot(({ useWanted }) => useWanted);
/** Further pictures of members. */
export const useAllMoreTiles = hookSlot(({ useMoreTiles }) => useMoreTiles);
/** Members who are in another room. */
export const useAbsentMembers = hookSlot(({ useAbsent }) => useAbsent);

function together<A extends readonly unknown[], T>(hooks: readonly (ListHook<A, T> | undefined)[]): ListHook<A, T> {
  return hooks.reduce<ListHook<A, T>>(
    (useBefore, useNext) => {
      if (!useNext) return useBefore;
      return function useBoth(...about) {
        return [...useBefore(...about), ...useNext(...about)];
      };
    },
    () => [],
  );
}
