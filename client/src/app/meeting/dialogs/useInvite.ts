import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { kindOf } from '../../entry/roomKeys.ts';
import { linkOf } from '../../entry/roomLink.ts';
import { useHomeMeeting } from '../../stayContext.ts';
import { useCopy } from './useCopy.ts';

const sharing = createStore<{ readonly open: boolean }>(() => ({ open: false }));

/** True while the dialog with the links is open. */
export function useShareOpen(): boolean {
  return useStore(sharing, ({ open }) => open);
}

/** Closes the dialog with the links. */
export function closeShare(): void {
  sharing.setState({ open: false });
}

/** Copies the invitation. A person with keys of the room first chooses which role the link gives. */
export function useInvite(): () => void {
  const room = useHomeMeeting((state) => state.room.id);
  const copy = useCopy();
  return () => {
    const kind = kindOf(room);
    if (kind === 'host' || kind === 'moderator') sharing.setState({ open: true });
    else copy(linkOf(room));
  };
}
