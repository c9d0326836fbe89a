import type { MemberId } from '@plenum/shared/core/ids';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { type CommittedRoom, mediaOrders } from '../../media/MediaOrders.ts';

/** Every event of moderation may change what somebody may send or see. */
export const moderationOrders = mediaOrders(moderation, {
  on: { silenced: ({ members }) => ({ type: 'silence', members }) },
  always: { type: 'review' },
});

/** The presenter is heard before others. */
export function preferredIn(room: CommittedRoom): readonly MemberId[] {
  const { presenter } = room.committed(moderation);
  return presenter === undefined ? [] : [presenter];
}
