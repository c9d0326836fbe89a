import { reducer } from '../../core/reducer.ts';
import { space } from './contract.ts';

/** Keeps what the meeting began with and what an operator said last. */
export const reduceSpace = reducer(space, {
  initial: { staff: [] },
  on: {
    opened: (_state, opening) => ({ opening, staff: [] }),
    hosted: (_state, hosted) => ({ hosted, staff: [] }),
    instructed: (state, { staff, words }) => ({
      ...state,
      staff,
      ...(state.hosted && { hosted: { ...state.hosted, staffWelcome: words } }),
    }),
    announced: (state, { words }, { at }) => ({ ...state, announcement: { words, at } }),
  },
  view: ({ hosted, staff, ...state }, member) => ({
    ...state,
    staff: [],
    ...(hosted && { hosted: staff.includes(member) ? hosted : { ...hosted, staffWelcome: '' } }),
  }),
  told: {
    hosted: (_state, hosted) => ({ ...hosted, staffWelcome: '' }),
    instructed: (_state, { words }) => ({ staff: [], words }),
  },
});
