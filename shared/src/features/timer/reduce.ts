import type { StateOf } from '../../core/contract.ts';
import { reducer } from '../../core/reducer.ts';
import { type Timer, timer } from './contract.ts';
import { spentAt } from './time.ts';

type State = StateOf<typeof timer>;
type Run = Timer['run'];

function begun(at: number): Run {
  return { is: 'running', since: at, spentMs: 0 };
}

/** Changes how the timer runs; returns the same state without a timer. */
function running(state: State, change: (timer: Timer) => Run): State {
  return state.timer ? { timer: { ...state.timer, run: change(state.timer) } } : state;
}

/** Adds time to a countdown. A countdown that is over starts again with the added time alone. */
function add(state: State, ms: number, at: number): State {
  if (state.timer?.kind.is !== 'countdown') return state;
  const { kind, run } = state.timer;
  const again: Run = { is: 'running', since: at, spentMs: kind.lengthMs };
  return { timer: { kind: { ...kind, lengthMs: kind.lengthMs + ms }, run: run.is === 'over' ? again : run } };
}

export const reduceTimer = reducer(timer, {
  initial: {},
  on: {
    started: (_state, { kind }, { at }) => ({ timer: { kind, run: begun(at) } }),
    paused: (state, _payload, { at }) => running(state, (now) => ({ is: 'paused', spentMs: spentAt(now, at) })),
    resumed: (state, _payload, { at }) =>
      running(state, (now) => ({ is: 'running', since: at, spentMs: spentAt(now, at) })),
    added: (state, { ms }, { at }) => add(state, ms, at),
    reset: (state) => running(state, () => ({ is: 'paused', spentMs: 0 })),
    removed: () => ({}),
    ended: (state) => running(state, () => ({ is: 'over' })),
  },
});
