import { reducer } from '../../core/reducer.ts';
import { away } from './contract.ts';

export const reduceAway = reducer(away, {
  initial: { since: {} },
  on: {
    gone: ({ since }, { member }, { at }) => ({ since: { ...since, [member]: at } }),
    back(state, { member }) {
      const { [member]: _back, ...since } = state.since;
      return { since };
    },
    allBack: () => ({ since: {} }),
  },
});
