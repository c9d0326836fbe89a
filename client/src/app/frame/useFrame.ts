import type { FrameCommand, FrameEvent } from '@plenum/shared/api/embedding/messages';
import { useEffect, useEffectEvent } from 'react';
import { frame, type Run } from './Frame.ts';

/** Lets the page around this one press something for the person, as long as the component is on the page. */
export function useFrameCommand(command: FrameCommand, run: Run): void {
  const latest = useEffectEvent(run);
  useEffect(() => frame?.on(command, (message) => latest(message)), [command]);
}

/** Tells the page around this one of a state, now and when it changes. @param event with the same fields each time */
export function useFrameEvent(event: FrameEvent): void {
  const written = JSON.stringify(event);
  const tell = useEffectEvent(() => frame?.say(event));
  // oxlint-disable-next-line react/exhaustive-deps -- the text stands for the event
  useEffect(() => tell(), [written]);
}
