import { lazyPart } from '../../app/lazyPart.tsx';
import type { FeatureSlots } from '../../app/slots.ts';

/** What is drawn on the pages of the stage. Everything that draws is loaded when the first page is shown. */
export const whiteboardSlots: FeatureSlots = {
  name: 'whiteboard',
  PageLayer: lazyPart(async () => (await import('./Board.tsx')).Board),
  PageTools: lazyPart(async () => (await import('./Tools.tsx')).Tools),
  loadPrints: () => import('./prints.ts').then(({ printsOf }) => printsOf),
};
