import { presence } from '@plenum/shared/features/presence/contract';
import { stateOf } from '../../core/store.ts';
import { useFeatures } from '../house.ts';
import { openPanel } from '../meeting/panel/panels.ts';
import { useMeeting, useSession } from '../session.ts';
import { useFrameCommand, useFrameEvent } from './useFrame.ts';

const chatPanel = 'chat';

/** What the page around a meeting hears of it and may press in it, beside what features add. */
export function FramedMeeting() {
  const session = useSession();
  const features = useFeatures();
  const count = useMeeting((state) => Object.keys(stateOf(state, presence).members).length);
  useFrameEvent({ event: 'joined' });
  useFrameEvent({ event: 'people', count });
  useFrameCommand('leave', () => void session.leave());
  useFrameCommand('openChat', () => {
    if (!features.some(({ panels }) => panels?.some(({ id }) => id === chatPanel))) return 'unavailable';
    return openPanel(chatPanel);
  });
  useFrameCommand('closeChat', () => openPanel(null));
  return features.map(({ name, Framed }) => Framed && <Framed key={name} />);
}
