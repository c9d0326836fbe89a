import { layout, type LayoutMode, type PushedLayout } from '@plenum/shared/features/layout/contract';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { stateOf } from '../../core/store.ts';
import { preferences, usePreference } from './preferences.ts';
import { useMeeting } from '../session.ts';

interface View {
  /** Pinned members, in order of pinning. */
  readonly pins: readonly string[];
  /** The time of the pushed layout that this person replaced by another. */
  readonly declined: number | undefined;
}

/** Most members that stay large side by side on the stage. */
const maxPins = 3;

/** How this person views the meeting; ends with the tab. Lasting choices are preferences. */
const view = createStore<View>(() => ({ pins: [], declined: undefined }));

/** The layout in effect: the pushed one, unless this person has chosen another since. */
export function modeOf(own: LayoutMode, pushed: PushedLayout | undefined, declined: number | undefined): LayoutMode {
  return pushed && pushed.at !== declined ? pushed.mode : own;
}

/** The layout that was pushed to all members, if any. */
export function usePushedLayout(): PushedLayout | undefined {
  return useMeeting((state) => stateOf(state, layout).pushed);
}

/** This person's layout, and a function that chooses another. */
export function useLayoutMode(): [LayoutMode, (mode: LayoutMode) => void] {
  const [own, setOwn] = usePreference('layoutMode');
  const pushed = usePushedLayout();
  const declined = useStore(view, (state) => state.declined);
  const choose = (mode: LayoutMode) => {
    setOwn(mode);
    view.setState({ declined: pushed?.at });
  };
  return [modeOf(own, pushed, declined), choose];
}

/** The pinned members. */
export function usePins(): readonly string[] {
  return useStore(view, ({ pins }) => pins);
}

/** Pins or unpins a member; beyond the maximum the oldest pin goes. */
export function togglePin(member: string): void {
  view.setState(({ pins }) => ({
    pins: pins.includes(member) ? pins.filter((id) => id !== member) : [...pins, member].slice(-maxPins),
  }));
}

/** Shows the own picture where it was before it was hidden. */
export function setSelfView(selfView: 'show' | 'small' | 'hide'): void {
  preferences.setState({ selfView });
}
