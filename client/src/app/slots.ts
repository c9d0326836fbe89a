import type { ComponentType, ReactNode } from 'react';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import type { ParseKeys } from 'i18next';
import type { LucideIcon } from 'lucide-react';
import type { MenuEntry } from '../ui/Menu.tsx';
import type { KeepsOf } from './keeps.ts';

/**
 * A control of the bottom bar. `panels` are the ones at the right; a phone shows both kinds in one row. Where each stands
 * says `meeting/order.ts`, for this and for panels and the top bar.
 */
export interface ControlSlot {
  readonly id: string;
  readonly place: 'main' | 'panels';
  /** False: not on a phone; offer it through `useMore`. */
  readonly onPhone: boolean;
  readonly Control: ComponentType;
}

/** A view of the side panel. */
export interface PanelSlot {
  readonly id: string;
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
}

/** One thing for the stage; the first is on it, the others wait in the strip. */
export interface StageItem {
  readonly key: string;
  readonly title: string;
  readonly member: string;
  readonly render: (place: 'stage' | 'strip') => ReactNode;
}

/** A key and what it does, for the list of shortcuts; the component that owns it binds it by `useHotkey`. */
export interface ShortcutSlot {
  readonly keys: string;
  readonly label: ParseKeys;
}

/**
 * What one feature puts into the house. Everything but the name is optional. A slot that one feature takes from others
 * stands in the `slot.ts` of the taker, which adds it to this interface.
 */
export interface FeatureSlots {
  readonly name: string;
  readonly controls?: readonly ControlSlot[];
  readonly panels?: readonly PanelSlot[];
  readonly top?: readonly TopSlot[];
  readonly tile?: TileSlot;
  /** A hook: the feature's things for the stage, first what should be on it. */
  readonly useStage?: () => readonly StageItem[];
  /** A hook: members that should be seen before others, most wanted first. */
  readonly useWanted?: () => readonly string[];
  /** A hook: more pictures of members, each with a tile of its own behind theirs. */
  readonly useMoreTiles?: () => readonly MoreTile[];
  /** A hook: members who have a seat here and are somewhere else; they have no tile. */
  readonly useAbsent?: () => readonly string[];
  /** What of this feature can be saved of a room that is over; loaded when somebody looks for it. */
  readonly loadKeeps?: () => Promise<KeepsOf>;
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
