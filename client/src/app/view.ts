import { layout, type LayoutMode, type PushedLayout } from '@plenum/shared/features/layout/contract';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { stateOf } from '../core/store.ts';
import { preferences, usePreference } from './preferences.ts';
import { useMeeting } from './session.ts';

interface View {
  /** Whom I always want to see, first pinned first. */
  readonly pins: readonly string[];
  /** The pushed layout (its time) instead of which I chose my own. */
  readonly declined: number | undefined;
}

/** As many as stay large beside each other on the stage. */
const maxPins = 3;

/** How I look at this meeting; it ends with the tab, what lasts is a preference. */
const view = createStore<View>(() => ({ pins: [], declined: undefined }));

/** The layout that counts: the one that was pushed, unless I chose since. */
export function modeOf(own: LayoutMode, pushed: PushedLayout | undefined, declined: number | undefined): LayoutMode {
  return pushed && pushed.at !== declined ? pushed.mode : own;
}

/** The layout that was made everyone's, if any. */
export function usePushedLayout(): PushedLayout | undefined {
  return useMeeting((state) => stateOf(state, layout).pushed);
}

/** The layout of this meeting as I see it, and how to choose another for myself. */
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

/** Whom I pinned. */
export function usePins(): readonly string[] {
  return useStore(view, ({ pins }) => pins);
}

/** Pins or unpins; the pin before the oldest too many goes. */
export function togglePin(member: string): void {
  view.setState(({ pins }) => ({
    pins: pins.includes(member) ? pins.filter((id) => id !== member) : [...pins, member].slice(-maxPins),
  }));
}

/** Shows my own picture where it was before it was hidden. */
export function setSelfView(selfView: 'show' | 'small' | 'hide'): void {
  preferences.setState({ selfView });
}
