import type { StateOf } from '../../core/contract.ts';
import type { MemberId } from '../../core/ids.ts';
import { reducer } from '../../core/reducer.ts';
import { endedWith, media, type Source, type Stream } from './contract.ts';

type State = StateOf<typeof media>;

function change(state: State, member: MemberId, source: Source, stream: Stream | undefined): State {
  const { [source]: _before, ...rest } = state.streams[member] ?? {};
  const mine = stream ? { ...rest, [source]: stream } : rest;
  const { [member]: _mine, ...others } = state.streams;
  return { streams: Object.keys(mine).length > 0 ? { ...others, [member]: mine } : others };
}

export const reduceMedia = reducer(media, {
  initial: { streams: {} },
  on: {
    published: (state, { member, source, muted }) => change(state, member, source, { muted }),
    unpublished: (state, { member, source }) => change(state, member, source, undefined),
    allUnpublished: () => ({ streams: {} }),
    stopped: (state, { member, source }) =>
      endedWith(source).reduce((before, one) => change(before, member, one, undefined), state),
    muted: (state, { member, source, muted }) =>
      state.streams[member]?.[source] ? change(state, member, source, { muted }) : state,
  },
});
