import type { StateOf } from '../../core/contract.ts';
import { reducer } from '../../core/reducer.ts';
import { type Presentation, type PresentationId, presentationOf, publicly, slides } from './contract.ts';

type State = StateOf<typeof slides>;

function change(state: State, id: PresentationId, how: (one: Presentation) => Presentation): State {
  return { ...state, presentations: state.presentations.map((one) => (one.id === id ? how(one) : one)) };
}

function remove({ current, view, ...state }: State, id: PresentationId): State {
  const presentations = state.presentations.filter((one) => one.id !== id);
  const stays = current !== undefined && presentationOf(current) !== id;
  return { presentations, ...(stays && { current, ...(view && { view }) }) };
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
    turned: ({ presentations }, { page }) => ({ presentations, ...(page !== undefined && { current: page }) }),
    viewed: ({ view: _before, ...state }, { page, view }) =>
      page === state.current && view ? { ...state, view } : state,
    allowed: (state, { presentation, download }) => change(state, presentation, (one) => ({ ...one, download })),
  },
  view: (state) => ({ ...state, presentations: state.presentations.map(publicly) }),
});
