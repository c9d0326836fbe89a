import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../../app/session.ts';
import { showToast } from '../../../ui/toasts.ts';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';
import { sendsCamera } from '../local/localMediaState.ts';

/** Whether a press starts the camera or stops all cameras, and that press. */
export function useCameraSwitch() {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const on = useLocal(sendsCamera);
  const starting = useLocal(({ camera }) => camera.state === 'starting');
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
  return { on, starting, toggle };
}
