import type { AbilityRules } from '../../core/abilities.ts';

/** Who may draw, manage the board, and see the drawings and pointers of others. */
export const whiteboardAbilities = {
  whiteboardDraw: { from: 'participant', presenter: true, lock: 'drawing' },
  whiteboardManage: { from: 'moderator' },
  annotationSee: { from: 'guest', lock: 'seeDrawings' },
  cursorSee: { from: 'guest', lock: 'seeCursors' },
} as const satisfies AbilityRules;
