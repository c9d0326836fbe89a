import type { StateOf } from '../../core/contract.ts';
import { reducer } from '../../core/reducer.ts';
import {
  type AwaitedDocument,
  type Presentation,
  type PresentationId,
  presentationOf,
  publicly,
  slides,
} from './contract.ts';

type State = StateOf<typeof slides>;
type Awaited = readonly AwaitedDocument[];

function change(state: State, id: PresentationId, how: (one: Presentation) => Presentation): State {
  return { ...state, presentations: state.presentations.map((one) => (one.id === id ? how(one) : one)) };
}

function remove({ current, view, ...state }: State, id: PresentationId): State {
  const presentations = state.presentations.filter((one) => one.id !== id);
  const stays = current !== undefined && presentationOf(current) !== id;
  return { ...state, presentations, ...(stays && { current, ...(view && { view }) }) };
}

function withAwaited({ awaited = [], ...state }: State, how: (all: Awaited) => Awaited): State {
  const changed = how(awaited);
  return { ...state, ...(changed.length > 0 && { awaited: [...changed] }) };
}

export const reduceSlides = reducer(slides, {
  initial: { presentations: [] },
  on: {
    added: (state, presentation) => ({ ...state, presentations: [...state.presentations, presentation] }),
    kept: (state, { presentation, file }) =>
      change(state, presentation, (one) => (one.original ? { ...one, original: { ...one.original, file } } : one)),
    extended: (state, { presentation, pages }) =>
      change(state, presentation, (one) => ({ ...one, pages: [...one.pages, ...pages] })),
    removed: (state, { presentation }) => remove(state, presentation),
    // Only the readers of the log use it.
    released: (state) => state,
    turned: ({ current: _page, view: _before, ...state }, { page }) => ({
      ...state,
      ...(page !== undefined && { current: page }),
    }),
    viewed: ({ view: _before, ...state }, { page, view }) =>
      page === state.current && view ? { ...state, view } : state,
    allowed: (state, { presentation, download }) => change(state, presentation, (one) => ({ ...one, download })),
    expected: (state, document) => withAwaited(state, (all) => [...all, document]),
    missed: (state, { document, reason }) =>
      withAwaited(state, (all) => all.map((one) => (one.id === document ? { ...one, reason } : one))),
    dismissed: (state, { document }) => withAwaited(state, (all) => all.filter(({ id }) => id !== document)),
    sourced: (state, source) => ({ ...state, source }),
  },
  view: (state) => ({ ...state, presentations: state.presentations.map(publicly) }),
});
