import { reducer } from '../../core/reducer.ts';
import { layout } from './contract.ts';

export const reduceLayout = reducer(layout, {
  initial: {},
  on: {
    pushed: (_state, { mode, by }, { at }) => ({ pushed: { mode, by, at } }),
    released: () => ({}),
  },
});
