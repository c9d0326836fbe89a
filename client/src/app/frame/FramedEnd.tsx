import type { FrameEvent } from '@plenum/shared/api/embedding/messages';
import type { ClosedReason } from '../../core/store.ts';
import { useFrameEvent } from './useFrame.ts';

/** Tells the page around a meeting that the person is not in it any more, and why. */
export function FramedEnd({ reason }: { readonly reason: ClosedReason }) {
  useFrameEvent(eventOf(reason));
  return null;
}

function eventOf(reason: ClosedReason): FrameEvent {
  if (reason === 'ended') return { event: 'ended' };
  if (reason === 'left' || reason === 'removed') return { event: 'left', reason };
  return { event: 'left', reason: reason === 'replaced' ? 'elsewhere' : 'failed' };
}
