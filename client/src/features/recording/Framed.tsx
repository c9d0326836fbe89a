import { useFrameEvent } from '../../app/frame/useFrame.ts';
import { useRecording } from './useRecording.ts';

/** Whether the meeting is recorded, for the page around it. */
export function Framed() {
  const now = useRecording();
  useFrameEvent({ event: 'recording', state: !now || now.run.is === 'starting' ? 'off' : now.run.is });
  return null;
}
