import { presence } from '@plenum/shared/features/presence/contract';
import { mediaOrders } from '../../media/MediaOrders.ts';

/** The media of a member ends with their seat; a new role may send and see other things. */
export const presenceOrders = mediaOrders(presence, {
  on: {
    left: ({ id }) => ({ type: 'end', member: id }),
    everyoneLeft: () => ({ type: 'endAll' }),
    promoted: () => ({ type: 'review' }),
  },
});
