import type { StateOf } from '../../core/contract.ts';
import { reducer } from '../../core/reducer.ts';
import { duration, type Sitting } from './contract.ts';
import { durationLimits } from './limits.ts';

type State = StateOf<typeof duration>;

const minute = 60_000;

/** Changes the sitting; returns the same state without one. */
function sat(state: State, change: (sitting: Sitting) => Sitting): State {
  return state.sitting ? { ...state, sitting: change(state.sitting) } : state;
}

function begun(at: number, minutes: number): Sitting {
  const endsAt = at + minutes * minute;
  return { since: at, endsAt, extended: 0, warned: endsAt - at <= durationLimits.warnMs };
}

function extended({ since, endsAt, extended, emptySince }: Sitting, minutes: number, at: number): Sitting {
  const end = Math.max(endsAt, at) + minutes * minute;
  const warned = end - at <= durationLimits.warnMs;
  return {
    since,
    endsAt: end,
    extended: extended + minutes,
    warned,
    ...(emptySince !== undefined && { emptySince }),
  };
}

function withoutSitting({ sitting: _over, ...state }: State): State {
  return state;
}

export const reduceDuration = reducer(duration, {
  initial: { polls: [] },
  view: (state) => ({ ...state, polls: [] }),
  on: {
    limited: (state, limit) => ({ ...state, limit }),
    freed: ({ polls }) => ({ polls }),
    began: (state, _payload, { at }) => (state.limit ? { ...state, sitting: begun(at, state.limit.minutes) } : state),
    emptied: (state, _payload, { at }) => sat(state, (sitting) => ({ ...sitting, emptySince: at })),
    resumed: (state) => sat(state, ({ emptySince: _before, ...sitting }) => sitting),
    warned: (state) => sat(state, (sitting) => ({ ...sitting, warned: true })),
    closing: (state, { closesAt, poll }) =>
      sat(state, (sitting) => ({ ...sitting, warned: true, closesAt, ...(poll !== undefined && { poll }) })),
    extended: (state, { minutes }, { at }) => sat(state, (sitting) => extended(sitting, minutes, at)),
    reached: withoutSitting,
    over: withoutSitting,
    pollOpened: (state, { poll }) => ({ ...state, polls: [...state.polls, poll] }),
    pollClosed: (state, { poll }) => ({ ...state, polls: state.polls.filter((other) => other !== poll) }),
  },
});
