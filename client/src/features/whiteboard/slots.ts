import { lazyPart } from '../../app/lazyPart.tsx';
import { boxTools, lineTools, toolKeys } from './desk/tools.ts';
import type { FeatureSlots } from '../../app/slots.ts';

const on = 'whiteboard.keys.title';
const tools = [
  ...boxTools,
  ...lineTools,
  'hand',
  'select',
  'pen',
  'highlighter',
  'eraser',
  'text',
  'note',
  'laser',
] as const;

/** Drawings on the pages of the stage. Their code is loaded with the first page. */
export const whiteboardSlots: FeatureSlots = {
  name: 'whiteboard',
  shortcuts: [
    ...tools.map((tool) => ({ keys: toolKeys[tool], label: `whiteboard.tool.${tool}`, on }) as const),
    { keys: ', .', label: 'whiteboard.keys.next', on },
    { keys: '← → ↑ ↓', label: 'whiteboard.keys.move', on },
    { keys: '↵', label: 'whiteboard.keys.enter', on },
    { keys: 'Del', label: 'whiteboard.keys.remove', on },
    { keys: 'Ctrl+Z', label: 'whiteboard.keys.undo', on },
    { keys: 'Ctrl+Y', label: 'whiteboard.keys.redo', on },
    { keys: 'Ctrl+A', label: 'whiteboard.keys.all', on },
    { keys: 'Ctrl+D', label: 'whiteboard.keys.copy', on },
  ],
  PageLayer: lazyPart(async () => (await import('./Board.tsx')).Board),
  PageTools: lazyPart(async () => (await import('./tools/Tools.tsx')).Tools),
  PageFootTools: lazyPart(async () => (await import('./tools/FootTools.tsx')).FootTools),
  loadPrints: () => import('./prints.ts').then(({ printsOf }) => printsOf),
};
