import { presence } from '@plenum/shared/features/presence/contract';
import { mediaOrders } from '../../media/MediaOrders.ts';

/** A seat's media ends with the seat. A new role may change which media a member sends and receives. */
export const presenceOrders = mediaOrders(presence, {
  on: {
    left: ({ id }) => ({ type: 'end', member: id }),
    everyoneLeft: () => ({ type: 'endAll' }),
    promoted: () => ({ type: 'review' }),
  },
});
