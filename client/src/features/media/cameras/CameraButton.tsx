import { Video, VideoOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../../app/session.ts';
import { useHotkey } from '../../../app/preferences/useHotkey.ts';
import { ControlButton } from '../../../ui/ControlButton.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';
import { moreCameras, sendsCamera } from '../local/localMediaState.ts';
import { useDeviceGroups } from '../devices/useDeviceGroups.ts';
import { useBackgroundGroup } from '../effects/useEffectGroups.ts';
import { useMoreCameraGroup } from './useMoreCameras.ts';

/** Starts the camera, or stops all cameras. The smaller half chooses a camera, adds more, and stops each. */
export function CameraButton() {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const on = useLocal(sendsCamera);
  const several = useLocal((state) => moreCameras.some((source) => state[source].state === 'on'));
  const starting = useLocal(({ camera }) => camera.state === 'starting');
  const groups = [...useDeviceGroups(['camera']), useMoreCameraGroup(), useBackgroundGroup()];
  const may = useMeeting(({ me }) => me.abilities.includes('cameraShare'));
  const toggle = async () => {
    const before = local.state.camera.state;
    // Off means that no camera shows this person.
    if (sendsCamera(local.state) || before === 'starting') return local.stopCameras();
    if (!may) return showToast({ tone: 'warning', words: t('media.locked.camera') });
    await local.start('camera');
    const { camera } = local.state;
    if (camera.state === 'failed') showToast({ tone: 'warning', words: t(`deviceError.camera.${camera.problem}`) }, 12);
  };
  useHotkey('V', () => void toggle());
  return (
    <ControlButton
      icon={on ? <Video aria-hidden="true" /> : <VideoOff aria-hidden="true" />}
      word={on || starting ? t('media.cameraOff') : t('media.cameraOn')}
      hint={
        several ? t('media.moreCameras.allOffHint') : t(on || starting ? 'media.cameraOffHint' : 'media.cameraOnHint')
      }
      hotkey="V"
      tone={on ? 'on' : 'plain'}
      onPress={() => void toggle()}
      split={{ label: t('media.chooseCamera'), groups }}
    />
  );
}
