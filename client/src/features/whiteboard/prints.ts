import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { byOrder } from '@plenum/shared/features/whiteboard/shapes';
import type { PrintsOf } from '../../app/prints.ts';
import { stateOf } from '../../core/store.ts';
import { drawn } from './drawing/paint.ts';

/** The shapes of a page, for exports. */
export const printsOf: PrintsOf = (state, page) => {
  const board = stateOf(state, whiteboard).pages[page];
  return board ? shapesOn(board).toSorted(byOrder).map(drawn) : [];
};
