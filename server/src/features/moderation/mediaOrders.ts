import type { MemberId } from '@plenum/shared/core/ids';
import { cameraSources } from '@plenum/shared/features/media/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { type CommittedRoom, mediaOrders } from '../../media/MediaOrders.ts';

/** Every event of moderation may change the media rights of a member. */
export const moderationOrders = mediaOrders(moderation, {
  on: {
    silenced: ({ members }) => ({ type: 'silence', members }),
    camerasHeld: ({ member }) => ({ type: 'stop', member, sources: cameraSources }),
  },
  always: { type: 'review' },
});

/** The presenter gets an audio slot before other members. */
export function preferredIn(room: CommittedRoom): readonly MemberId[] {
  const { presenter } = room.committed(moderation);
  return presenter === undefined ? [] : [presenter];
}
