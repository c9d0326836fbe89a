import { cameraSources } from '@plenum/shared/features/media/contract';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { MenuGroup } from '../../../ui/Menu.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { useMeeting } from '../../../app/session.ts';
import { useDeviceOptions } from '../devices/deviceLabels.ts';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';
import type { LocalMediaState } from '../local/localMediaState.ts';

function devicesOn(state: LocalMediaState): (string | undefined)[] {
  return cameraSources.map((source) => {
    const capture = state[source];
    return capture.state === 'on' ? capture.device.getSettings().deviceId : undefined;
  });
}

/** A menu group of further cameras: those that can be added, and those that can be stopped alone. */
export function useMoreCameraGroup(): MenuGroup {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const may = useMeeting(({ me }) => me.abilities.includes('cameraShare'));
  const on = useLocal(useShallow((state) => cameraSources.filter((source) => state[source].state === 'on')));
  const used = useLocal(useShallow(devicesOn));
  const options = useDeviceOptions(
    'camera',
    useLocal((state) => state.devices.camera),
  );
  const add = async (id: string) => {
    const camera = await local.moreCameras.add(id);
    if (camera?.state === 'failed')
      showToast({ tone: 'warning', words: t(`deviceError.camera.${camera.problem}`) }, 12);
  };
  const first = on.includes('camera');
  const free = may && first && on.length < cameraSources.length ? options.filter(({ id }) => !used.includes(id)) : [];
  // The camera button itself stops a single first camera.
  const stoppable = on.length > 1 || !first ? on : [];
  return {
    id: 'more-cameras',
    title: t('media.moreCameras.title'),
    entries: [
      ...free.map(({ id, label }) => ({
        id: `add/${id}`,
        label: t('media.moreCameras.add', { label }),
        run: () => void add(id),
      })),
      ...stoppable.map((source) => ({
        id: `stop/${source}`,
        label: t('media.moreCameras.stop', { number: cameraSources.indexOf(source) + 1 }),
        run: () => (source === 'camera' ? local.stop(source) : local.moreCameras.stop(source)),
      })),
    ],
  };
}
