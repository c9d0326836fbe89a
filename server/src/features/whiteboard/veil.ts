import { lackersOf, without } from '../../room/audience.ts';
import type { BoardContext } from './rights.ts';

/**
 * Brings who must not see what participants draw, and where they point, up to date with everybody's rights as they are
 * now. Looked up once for each change of rights, not for each move of a pointer; one event, whatever their number.
 */
export function updateVeils(context: BoardContext): void {
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
