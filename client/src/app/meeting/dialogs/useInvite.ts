import { kindOf } from '../../entry/roomKeys.ts';
import { linkOf } from '../../entry/roomLink.ts';
import { useHomeMeeting } from '../../stayContext.ts';
import { openShare } from './ShareDialog.tsx';
import { useCopy } from './useCopy.ts';

/** Copies the invitation. A person with keys of the room first chooses which role the link gives. */
export function useInvite(): () => void {
  const room = useHomeMeeting((state) => state.room.id);
  const copy = useCopy();
  return () => {
    const kind = kindOf(room);
    if (kind === 'host' || kind === 'moderator') openShare();
    else copy(linkOf(room));
  };
}
