import { useFrameCommand, useFrameEvent } from '../../app/frame/useFrame.ts';
import { useMeeting } from '../../app/session.ts';
import { useCameraSwitch } from './cameras/useCameraSwitch.ts';
import { useShare } from './screen/useShare.ts';
import { useMicrophone } from './sound/useMicrophone.ts';

/** The devices of this person, for the page around the meeting: each command is one press of their control. */
export function Framed() {
  const mic = useMicrophone();
  const camera = useCameraSwitch();
  const share = useShare();
  const may = useMeeting(({ me }) => me.abilities);
  useFrameEvent({ event: 'microphone', state: mic.heard ? 'on' : mic.muted ? 'muted' : 'off' });
  useFrameEvent({ event: 'camera', on: camera.on });
  useFrameEvent({ event: 'screen', on: share.sharing });
  useFrameCommand('mute', () => (mic.heard ? mic.toggle() : undefined));
  useFrameCommand('unmute', () => {
    if (!may.includes('micShare')) return 'refused';
    return mic.heard ? undefined : mic.toggle();
  });
  useFrameCommand('cameraOn', () => {
    if (!may.includes('cameraShare')) return 'refused';
    return camera.on || camera.starting ? undefined : void camera.toggle();
  });
  useFrameCommand('cameraOff', () => (camera.on || camera.starting ? void camera.toggle() : undefined));
  useFrameCommand('shareScreen', () => {
    if (!share.possible) return 'refused';
    return share.sharing ? undefined : share.toggle();
  });
  useFrameCommand('stopScreen', () => (share.sharing ? share.toggle() : undefined));
  return null;
}
