import { useStore } from 'zustand';
import { preferences } from './preferences.ts';

/** Narrowest and widest side panel in px. */
export const panelWidths = { min: 280, max: 640, usual: 344 } as const;

/** The id that the open panel's element has. */
export const panelElementId = 'side-panel';

let asked = false;

/** Which panel is open, if any. */
export function useOpenPanel(): string | null {
  return useStore(preferences, ({ panel }) => panel);
}

/** Opens a panel, or closes the side with null. */
export function openPanel(panel: string | null): void {
  asked = panel !== null;
  preferences.setState({ panel });
}

/** Opens a panel, or closes it when it is open. */
export function togglePanel(panel: string): void {
  openPanel(preferences.getState().panel === panel ? null : panel);
}

/** True once after a person opened a panel: then, and not when it was open from the start, it takes the focus. */
export function takeFocusWish(): boolean {
  const wish = asked;
  asked = false;
  return wish;
}
