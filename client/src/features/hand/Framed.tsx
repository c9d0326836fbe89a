import { hand } from '@plenum/shared/features/hand/contract';
import { useFrameCommand, useFrameEvent } from '../../app/frame/useFrame.ts';
import { useAsk } from '../../app/useAsk.ts';
import { useMyPlace } from './queue.ts';

/** This person's hand, for the page around the meeting. */
export function Framed() {
  const ask = useAsk();
  const isUp = useMyPlace().kind !== 'down';
  useFrameEvent({ event: 'hand', raised: isUp });
  useFrameCommand('raiseHand', () => (isUp ? undefined : void ask(hand, 'raise', {})));
  useFrameCommand('lowerHand', () => (isUp ? void ask(hand, 'lower', {}) : undefined));
  return null;
}
