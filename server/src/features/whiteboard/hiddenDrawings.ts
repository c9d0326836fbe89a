import { lackersOf, without } from '../../room/audience.ts';
import type { BoardContext } from './rights.ts';

/**
 * Announces which members may not see participants' drawings and pointers, by the rights of now. It runs once for each
 * change of rights, not for each movement of a pointer, and emits at most one event.
 */
export function updateHiddenDrawings(context: BoardContext): void {
  const { members, state } = context;
  const [veiled, shaded] = [lackersOf(members, 'annotationSee'), lackersOf(members, 'cursorSee')];
  const change = {
    veiled: without(veiled, state.veiled),
    unveiled: without(state.veiled, veiled),
    shaded: without(shaded, state.shaded),
    unshaded: without(state.shaded, shaded),
  };
  const named = Object.entries(change).filter(([, ids]) => ids.length > 0);
  if (named.length > 0) context.emit('sighted', Object.fromEntries(named.map(([what, ids]) => [what, [...ids]])));
}
