import { Video, VideoOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHotkey } from '../../../app/preferences/useHotkey.ts';
import { ControlButton } from '../../../ui/ControlButton.tsx';
import { useLocal } from '../local/localMediaContext.ts';
import { moreCameras } from '../local/localMediaState.ts';
import { useDeviceGroups } from '../devices/useDeviceGroups.ts';
import { useBackgroundGroup } from '../effects/useEffectGroups.ts';
import { useCameraSwitch } from './useCameraSwitch.ts';
import { useMoreCameraGroup } from './useMoreCameras.ts';

/** Starts the camera, or stops all cameras. The smaller half chooses a camera, adds more, and stops each. */
export function CameraButton() {
  const { t } = useTranslation();
  const { on, starting, toggle } = useCameraSwitch();
  const several = useLocal((state) => moreCameras.some((source) => state[source].state === 'on'));
  const groups = [...useDeviceGroups(['camera']), useMoreCameraGroup(), useBackgroundGroup()];
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
