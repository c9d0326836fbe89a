import type { FeatureSlots } from '../../app/slots.ts';
import { BoardLayer, BoardTools } from './lazyParts.tsx';

/** What is drawn on the pages of the stage. Everything that draws is loaded when the first page is shown. */
export const whiteboardSlots: FeatureSlots = {
  name: 'whiteboard',
  PageLayer: BoardLayer,
  PageTools: BoardTools,
  loadPrints: () => import('./prints.ts').then(({ printsOf }) => printsOf),
};
