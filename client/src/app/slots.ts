import type { ComponentType, ReactNode } from 'react';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import type { ParseKeys } from 'i18next';
import type { LucideIcon } from 'lucide-react';
import type { MenuEntry } from '../ui/Menu.tsx';
import type { KeepsOf } from './keeps.ts';

/**
 * A control of the bottom bar. `panels` are at the right; a phone shows both kinds in one row. `meeting/order.ts` has the
 * order of controls, panels and the top bar, and says which controls leave a narrow bar: `useMore` offers those.
 */
export interface ControlSlot {
  readonly id: string;
  readonly place: 'main' | 'panels';
  readonly Control: ComponentType;
}

/** A view of the side panel. */
export interface PanelSlot {
  readonly id: string;
  readonly title: ParseKeys;
  /** Replaces the title at the tab while another panel is open. */
  readonly Icon: LucideIcon;
  /** Shows what waits in the panel, at its tab while another panel is open. */
  readonly Badge?: ComponentType;
  readonly Panel: ComponentType;
}

/** An item of the top bar. */
interface TopSlot {
  readonly id: string;
  readonly side: 'start' | 'end';
  readonly Item: ComponentType;
}

/** Where a tile is, and so how important: on the stage, in the grid, in the strip, or as the own picture in the corner. */
export type TilePlace = 'stage' | 'grid' | 'strip' | 'corner';

/** A further picture of a member. */
export interface MoreTile {
  /** The member's id, a slash, and a name. */
  readonly key: string;
  readonly member: string;
  readonly title: string;
  readonly Picture: ComponentType<{ readonly member: string; readonly place: TilePlace }>;
  /** Menu entries of this tile. */
  readonly entries?: readonly MenuEntry[];
}

/** What a feature shows on the tile of a member. */
interface TileSlot {
  readonly id: string;
  /** Covers the avatar while it has something to show. */
  readonly Picture?: ComponentType<{ readonly member: string; readonly place: TilePlace }>;
  /** In the name label, before the name. */
  readonly Mark?: ComponentType<{ readonly member: string }>;
  /** Over the tile: rings, corners. */
  readonly Overlay?: ComponentType<{ readonly member: string }>;
  /** In the member's row in lists. */
  readonly RowMark?: ComponentType<{ readonly member: string }>;
}

/** An item for the stage; the first is shown there, the others in the strip. */
export interface StageItem {
  readonly key: string;
  readonly title: string;
  readonly member: string;
  readonly render: (place: 'stage' | 'strip') => ReactNode;
}

/** A group of settings, in one of the tabs of the window. */
export interface SettingsSlot {
  readonly id: string;
  readonly tab: 'devices' | 'view' | 'notices' | 'general';
  readonly title: ParseKeys;
  readonly Part: ComponentType;
}

/** A key and its action, for the list of shortcuts; the owning component binds it with `useHotkey`. */
export interface ShortcutSlot {
  /** One key, or several with a space between them. */
  readonly keys: string;
  /** The title of the part of the page that needs the focus for these keys; left out, they act everywhere. */
  readonly on?: ParseKeys;
  readonly label: ParseKeys;
}

/**
 * What one feature gives to the layout. Everything but the name is optional. A slot that a feature fills for another feature
 * is declared in that other feature's `slot.ts`, which extends this interface.
 */
export interface FeatureSlots {
  readonly name: string;
  readonly controls?: readonly ControlSlot[];
  readonly panels?: readonly PanelSlot[];
  readonly top?: readonly TopSlot[];
  readonly tile?: TileSlot;
  /** A hook: items for the stage, the most important first. */
  readonly useStage?: () => readonly StageItem[];
  /** A hook: members who should be visible, most wanted first. */
  readonly useWanted?: () => readonly string[];
  /** A hook: further pictures of members, each with a tile after the member's own. */
  readonly useMoreTiles?: () => readonly MoreTile[];
  /** A hook: members with a seat here who are in another room; they have no tile. */
  readonly useAbsent?: () => readonly string[];
  /** The files of a closed room that this feature can save; loaded on demand. */
  readonly loadKeeps?: () => Promise<KeepsOf>;
  /** A hook: entries of the "More" menu. `folded` has the ids of controls that the bar has no room for. */
  readonly useMore?: (folded: ReadonlySet<string>) => readonly MenuEntry[];
  /** A hook: ways to leave. Without any, the button for leaving leaves at one press. */
  readonly useLeaving?: () => readonly MenuEntry[];
  /** A hook: what a screen reader says when the meeting appears, one sentence each. */
  readonly useArrivalWords?: () => readonly string[];
  /** A hook: menu entries for a member, in the member's row of the list. */
  readonly usePersonEntries?: (member: PresentMember) => readonly MenuEntry[];
  /** Above the list of people. */
  readonly PeopleTop?: ComponentType;
  /** Shown instead of the meeting while this person waits to be let in. */
  readonly Waiting?: ComponentType;
  /** Lives as long as the meeting is on the page: toasts, announcements, sounds. */
  readonly Watcher?: ComponentType;
  /** Lives as long as the meeting is on a page inside another site's page: takes its commands, and tells it states. */
  readonly Framed?: ComponentType;
  /** Above the bottom bar, about one of its controls. */
  readonly BarNote?: ComponentType;
  /** A button in the small floating window. It stands in another document: no menu, no tooltip, no hotkey. */
  readonly FloatingControl?: ComponentType;
  /** Between top bar and stage, for what the person must not miss. */
  readonly Banner?: ComponentType;
  readonly settings?: readonly SettingsSlot[];
  readonly shortcuts?: readonly ShortcutSlot[];
}
