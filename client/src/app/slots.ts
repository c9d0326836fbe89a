import { type ComponentType, createContext, type ReactNode, useContext } from 'react';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import type { ParseKeys } from 'i18next';
import type { LucideIcon } from 'lucide-react';
import type { MenuEntry } from '../ui/Menu.tsx';
import type { KeepsOf } from './keeps.ts';
import type { PrintsOf } from './prints.ts';

/** A control of the bottom bar. `panels` are the ones at the right; a phone shows both kinds in one row. */
export interface ControlSlot {
  readonly id: string;
  readonly place: 'main' | 'panels';
  readonly order: number;
  /** False: not on a phone; offer it through `useMore`. */
  readonly onPhone: boolean;
  readonly Control: ComponentType;
}

/** A view of the side panel. */
export interface PanelSlot {
  readonly id: string;
  readonly order: number;
  readonly title: ParseKeys;
  /** Stands for the title at its tab while another panel is open. */
  readonly Icon: LucideIcon;
  /** What waits in it, shown at its tab while another panel is open. */
  readonly Badge?: ComponentType;
  readonly Panel: ComponentType;
}

/** Something in the top bar. */
interface TopSlot {
  readonly id: string;
  readonly side: 'start' | 'end';
  readonly order: number;
  readonly Item: ComponentType;
}

/** Where a tile stands, which says how much it matters: large, among all, in a strip, or my own in the corner. */
export type TilePlace = 'stage' | 'grid' | 'strip' | 'corner';

/** One more picture of a member. */
export interface MoreTile {
  /** Begins with the member's id and a slash. */
  readonly key: string;
  readonly member: string;
  readonly title: string;
  readonly Picture: ComponentType<{ readonly member: string; readonly place: TilePlace }>;
  /** What one can do with it besides looking. */
  readonly entries?: readonly MenuEntry[];
}

/** What a feature paints on the tile of a member. */
interface TileSlot {
  readonly id: string;
  /** Covers the avatar when it has something to show. */
  readonly Picture?: ComponentType<{ readonly member: string; readonly place: TilePlace }>;
  /** Inside the name label, before the name. */
  readonly Mark?: ComponentType<{ readonly member: string }>;
  /** Over everything: rings, corners. */
  readonly Overlay?: ComponentType<{ readonly member: string }>;
  /** In the person's row in lists. */
  readonly RowMark?: ComponentType<{ readonly member: string }>;
  /** Members that should be seen before others, most wanted first. */
  readonly useWanted?: () => readonly string[];
  /** A hook: more pictures of members, each with a tile of its own behind theirs. */
  readonly useMoreTiles?: () => readonly MoreTile[];
  /** Members who have a seat here and are somewhere else: they have no tile. */
  readonly useAbsent?: () => readonly string[];
}

/** One thing for the stage; the first is on it, the others wait in the strip. */
export interface StageItem {
  readonly key: string;
  readonly title: string;
  readonly member: string;
  readonly render: (place: 'stage' | 'strip') => ReactNode;
}

/** Something that belongs among the messages of the meeting, by its time. `at` is epoch ms of the server. */
export interface FeedItem {
  readonly key: string;
  readonly at: number;
  readonly render: () => ReactNode;
}

/** A page that a feature shows on the stage: its size in page units (shared/features/slides), and which part is seen. */
export interface PageOnStage {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** The seen part, in page units, fitted into the layer's box. */
  readonly view: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Whether this is the stage (to be worked on) or a picture of it. */
  readonly place: 'stage' | 'strip';
}

/** A key and what it does, for the list of shortcuts; the component that owns it binds it by `useHotkey`. */
export interface ShortcutSlot {
  readonly keys: string;
  readonly label: ParseKeys;
}

/** What one feature puts into the house. Everything but the name is optional. */
export interface FeatureSlots {
  readonly name: string;
  readonly controls?: readonly ControlSlot[];
  readonly panels?: readonly PanelSlot[];
  readonly top?: readonly TopSlot[];
  readonly tile?: TileSlot;
  /** A hook: the feature's things for the stage, first what should be on it. */
  readonly useStage?: () => readonly StageItem[];
  /** Painted over a page on the stage, filling its box exactly: drawings, pointers. */
  readonly PageLayer?: ComponentType<{ readonly page: PageOnStage }>;
  /** Beside the page on the stage, floating over it: tools. */
  readonly PageTools?: ComponentType<{ readonly page: PageOnStage }>;
  /** A hook: what stands among the messages of the meeting. */
  readonly useFeed?: () => readonly FeedItem[];
  /** What this feature has put on pages, for those who save them; loaded when somebody does. */
  readonly loadPrints?: () => Promise<PrintsOf>;
  /** What of this feature can be saved of a room that is over; loaded when somebody looks for it. */
  readonly loadKeeps?: () => Promise<KeepsOf>;
  /** Under a page on the stage that has words on it: what this feature makes of them. */
  readonly TextOffer?: ComponentType<{ readonly text: string }>;
  /** A hook: entries of the "More" menu. */
  readonly useMore?: (phone: boolean) => readonly MenuEntry[];
  /** A hook: what one can do with a person, in their row of the list. */
  readonly usePersonEntries?: (member: PresentMember) => readonly MenuEntry[];
  /** Above the list of people. */
  readonly PeopleTop?: ComponentType;
  /** In place of the meeting, while I wait outside. */
  readonly Waiting?: ComponentType;
  /** Lives as long as the meeting is on the page: toasts, announcements, sound. */
  readonly Watcher?: ComponentType;
  /** Between top bar and stage: what must not be missed. */
  readonly Banner?: ComponentType;
  readonly settings?: readonly { readonly id: string; readonly title: ParseKeys; readonly Part: ComponentType }[];
  readonly shortcuts?: readonly ShortcutSlot[];
}

/** All features as the layout sees them: their list, and their hooks as one hook each. */
export interface House {
  readonly features: readonly FeatureSlots[];
  readonly useStage: () => readonly StageItem[];
  readonly useFeed: () => readonly FeedItem[];
  readonly useMore: (phone: boolean) => readonly MenuEntry[];
  readonly useWanted: () => readonly string[];
  readonly useMoreTiles: () => readonly MoreTile[];
  readonly useAbsent: () => readonly string[];
  readonly usePersonEntries: (member: PresentMember) => readonly MenuEntry[];
}

/** Puts the features together once, so that every render calls the same hooks in the same order. */
export function houseOf(features: readonly FeatureSlots[]): House {
  return {
    features,
    useStage: together(features.map(({ useStage }) => useStage)),
    useFeed: together(features.map(({ useFeed }) => useFeed)),
    useMore: together(features.map(({ useMore }) => useMore)),
    useWanted: together(features.map(({ tile }) => tile?.useWanted)),
    useMoreTiles: together(features.map(({ tile }) => tile?.useMoreTiles)),
    useAbsent: together(features.map(({ tile }) => tile?.useAbsent)),
    usePersonEntries: together(features.map(({ usePersonEntries }) => usePersonEntries)),
  };
}

type ListHook<A extends readonly unknown[], T> = (...about: A) => readonly T[];

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

/** The house of this client, given by main.tsx. */
export const HouseContext = createContext<House>(houseOf([]));

/** The house of this client; it never changes while the page lives. */
function useHouse(): House {
  return useContext(HouseContext);
}

/** What is for the stage now. */
export function useStageItems(): readonly StageItem[] {
  const { useStage } = useHouse();
  // oxlint-disable-next-line react/hooks -- made once by houseOf, and the house never changes.
  return useStage();
}

/** What features have for the list of messages. */
export function useFeedItems(): readonly FeedItem[] {
  const { useFeed } = useHouse();
  // oxlint-disable-next-line react/hooks -- as above.
  return useFeed();
}

/** What features have for the "More" menu. */
export function useMoreEntries(phone: boolean): readonly MenuEntry[] {
  const { useMore } = useHouse();
  // oxlint-disable-next-line react/hooks -- as above.
  return useMore(phone);
}

/** What features let me do with a person. */
export function usePersonMenu(member: PresentMember): readonly MenuEntry[] {
  const { usePersonEntries } = useHouse();
  // oxlint-disable-next-line react/hooks -- as above.
  return usePersonEntries(member);
}

/** Members that should be seen before others. */
export function useWantedMembers(): readonly string[] {
  const { useWanted } = useHouse();
  // oxlint-disable-next-line react/hooks -- as above.
  return useWanted();
}

/** Pictures of members beside their own. */
export function useMoreTiles(): readonly MoreTile[] {
  const { useMoreTiles: useAll } = useHouse();
  // oxlint-disable-next-line react/hooks -- as above.
  return useAll();
}

/** Members who are somewhere else. */
export function useAbsentMembers(): readonly string[] {
  const { useAbsent } = useHouse();
  // oxlint-disable-next-line react/hooks -- as above.
  return useAbsent();
}

/** The features of this client. */
export function useFeatures(): readonly FeatureSlots[] {
  return useHouse().features;
}

/** What several features give for one slot, in its order. */
export function inOrder<T extends { readonly order: number }>(
  lists: readonly (readonly T[] | undefined)[],
): readonly T[] {
  return lists.flatMap((list) => list ?? []).toSorted((a, b) => a.order - b.order);
}
