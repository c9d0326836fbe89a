import type { PayloadOf, StateOf } from '../../core/contract.ts';
import { reducer } from '../../core/reducer.ts';
import { type Recording, recording } from './contract.ts';
import { spentAt } from './time.ts';

type State = StateOf<typeof recording>;

/** Changes the present recording; returns the same state without one. */
function changed(state: State, change: (now: Recording) => Partial<Recording>): State {
  return state.recording ? { ...state, recording: { ...state.recording, ...change(state.recording) } } : state;
}

/** The state without a recording. */
function rest({ recording: _over, ...state }: State): State {
  return state;
}

function asked(state: State, { id, by, name, chat }: PayloadOf<typeof recording, 'asked'>): State {
  // A member who was left out stays out; everybody else is asked for each recording.
  const out = Object.entries(state.answers).filter(([, answer]) => answer === 'out');
  const run = { is: 'starting' as const, spentMs: 0 };
  const answers = { ...Object.fromEntries(out), [by]: 'accepted' as const };
  return { ...rest(state), recording: { id, by, name, chat, run, slow: false }, answers, reminds: false };
}

function without(answers: State['answers'], member: string): State['answers'] {
  return Object.fromEntries(Object.entries(answers).filter(([id]) => id !== member));
}

export const reduceRecording = reducer(recording, {
  initial: { answers: {}, reminds: false },
  on: {
    asked,
    begun: (state, { spentMs, space }, { at }) =>
      changed(state, () => ({ run: { is: 'running', since: at, spentMs }, ...(space && { space }) })),
    refused: rest,
    paused: (state, _payload, { at }) =>
      changed(state, (now) => ({ run: { is: 'paused', spentMs: spentAt(now, at) } })),
    resumed: (state, _payload, { at }) =>
      changed(state, (now) => ({ run: { is: 'running', since: at, spentMs: spentAt(now, at) } })),
    stopped: rest,
    broke: (state, _payload, { at }) =>
      changed(state, (now) => ({ run: { is: 'starting', spentMs: spentAt(now, at) } })),
    answered: (state, { member, answer }) => ({ ...state, answers: { ...state.answers, [member]: answer } }),
    forgot: (state, { member }) => ({ ...state, answers: without(state.answers, member) }),
    warned: (state, { space }) => changed(state, () => ({ space })),
    slowed: (state, { slow }) => changed(state, () => ({ slow })),
    ruled: (state, rule) => ({ ...state, rule }),
    reminded: (state) => ({ ...state, reminds: true }),
    linked: (state) => state,
  },
});
