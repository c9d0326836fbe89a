import { lazyPart } from '../../app/lazyPart.tsx';
import type { FeatureSlots } from '../../app/slots.ts';

/** Drawings on the pages of the stage. Their code is loaded with the first page. */
export const whiteboardSlots: FeatureSlots = {
  name: 'whiteboard',
  PageLayer: lazyPart(async () => (await import('./Board.tsx')).Board),
  PageTools: lazyPart(async () => (await import('./tools/Tools.tsx')).Tools),
  PageFootTools: lazyPart(async () => (await import('./tools/FootTools.tsx')).FootTools),
  loadPrints: () => import('./prints.ts').then(({ printsOf }) => printsOf),
};
