import { space } from '@plenum/shared/features/space/contract';
import { stateOf } from '../../../core/store.ts';
import { linkOf } from '../../entry/roomLink.ts';
import { useHomeMeeting } from '../../stayContext.ts';

/** The invitation to this meeting: the address of its space, which stays, or the link of the room. */
export function useLink(): string {
  const room = useHomeMeeting((state) => state.room.id);
  const slug = useHomeMeeting((state) =>
    Object.hasOwn(state.states, space.name) ? stateOf(state, space).opening?.slug : undefined,
  );
  return slug === undefined ? linkOf(room) : `${location.origin}/s/${slug}`;
}
