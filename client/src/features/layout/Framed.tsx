import { useFrameCommand } from '../../app/frame/useFrame.ts';
import { useLayoutMode } from '../../app/preferences/view.ts';

/** Lets the page around the meeting choose this person's own layout. */
export function Framed() {
  const [, choose] = useLayoutMode();
  useFrameCommand('setLayout', (message) => (message.command === 'setLayout' ? choose(message.layout) : undefined));
  return null;
}
