import type { MenuEntry } from '../../ui/Menu.tsx';
import { useCameraEntry } from './cameras/useCameraEntry.tsx';
import { useShareEntry } from './screen/useShareEntry.tsx';

/** The "More" menu's entries for cameras and screens. */
export function useMediaEntries(folded: ReadonlySet<string>): readonly MenuEntry[] {
  return [...useCameraEntry(folded), ...useShareEntry(folded)];
}
