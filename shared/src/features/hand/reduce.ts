import type { StateOf } from '../../core/contract.ts';
import type { MemberId } from '../../core/ids.ts';
import { reducer } from '../../core/reducer.ts';
import { hand } from './contract.ts';

type State = StateOf<typeof hand>;

function without({ queue, floor }: State, member: MemberId): State {
  const others = queue.filter((waiting) => waiting.member !== member);
  return floor && floor.member !== member ? { queue: others, floor } : { queue: others };
}

export const reduceHand = reducer(hand, {
  initial: { queue: [] },
  on: {
    raised: (state, { member }, { at }) => ({ ...state, queue: [...state.queue, { member, since: at }] }),
    lowered: (state, { member }) => without(state, member),
    allLowered: () => ({ queue: [] }),
    called: (state, { member }, { at }) => ({ queue: without(state, member).queue, floor: { member, since: at } }),
  },
});
