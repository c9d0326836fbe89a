import { assertNever } from '@plenum/shared/core/errors';
import { type Policy, whiteboard } from '@plenum/shared/features/whiteboard/contract';
import type { Shape } from '@plenum/shared/features/whiteboard/shapes';
import { type MeetingState, stateOf } from '../../../core/store.ts';

/** True when this person may draw now. The server decides again, by the same rules. */
export function mayDraw(state: MeetingState): boolean {
  const { me } = state;
  if (!me.abilities.includes('whiteboardDraw')) return false;
  const { who, chosen } = stateOf(state, whiteboard).policy;
  const leads = me.abilities.includes('slideShow');
  switch (who) {
    case 'nobody':
      return false;
    case 'presenter':
      return leads;
    case 'everyone':
      return true;
    case 'chosen':
      return leads || chosen.includes(me.id);
    default:
      return assertNever(who);
  }
}

/** True when this person may change or remove this shape. */
export function mayTouch({ me }: MeetingState, { others }: Policy, { by }: Pick<Shape, 'by'>): boolean {
  return by === me.id || others || me.abilities.includes('whiteboardManage');
}

export function mayManage({ me }: MeetingState): boolean {
  return me.abilities.includes('whiteboardManage');
}
