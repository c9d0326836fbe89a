import { useStore } from 'zustand';
import { preferences } from '../../preferences/preferences.ts';

/** Narrowest and widest side panel in px of usual text, of which 16 are 1 rem. */
export const panelWidths = { min: 280, max: 640, usual: 344 } as const;

/** The width as a CSS length that grows with the text, and leaves room for the stage and, in landscape, for the controls. */
export function panelWidth(width: number): string {
  return `min(${width / 16}rem, 60vw)`;
}

/** The id of the open panel's element. */
export const panelElementId = 'side-panel';

let asked = false;

/** The open panel, or null. */
export function useOpenPanel(): string | null {
  return useStore(preferences, ({ panel }) => panel);
}

/** Opens a panel; null closes the open one. */
export function openPanel(panel: string | null): void {
  asked = panel !== null;
  preferences.setState({ panel });
}

/** Opens a panel, or closes it if it is open. */
export function togglePanel(panel: string): void {
  openPanel(preferences.getState().panel === panel ? null : panel);
}

/** True once after a person opened a panel: then it takes the focus. A panel that is open from the start does not. */
export function takeFocusWish(): boolean {
  const wish = asked;
  asked = false;
  return wish;
}
