import { reducer } from '../../core/reducer.ts';
import { space } from './contract.ts';

/** Keeps what the meeting began with and what an operator said last. */
export const reduceSpace = reducer(space, {
  initial: {},
  on: {
    opened: (_state, opening) => ({ opening }),
    announced: (state, { words }, { at }) => ({ ...state, announcement: { words, at } }),
  },
});
