import { useTranslation } from 'react-i18next';
import type { MenuGroup } from '../../ui/Menu.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useMeeting } from '../../app/session.ts';
import { useDeviceOptions } from './deviceLabels.ts';
import { useLocal, useLocalMedia } from './localMediaContext.ts';
import { type LocalMediaState, moreCameras } from './localMediaState.ts';

const all = ['camera', ...moreCameras] as const;

function devicesOn(state: LocalMediaState): readonly (string | undefined)[] {
  return all.map((source) => {
    const capture = state[source];
    return capture.state === 'on' ? capture.device.getSettings().deviceId : undefined;
  });
}

/** More cameras than one: what can be added, and which are on, as groups of a menu. */
export function useMoreCameraGroups(): readonly MenuGroup[] {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const may = useMeeting(({ me }) => me.abilities.includes('cameraShare'));
  const first = useLocal((state) => state.camera.state === 'on');
  const isOn = [
    first,
    useLocal((state) => state.camera2.state === 'on'),
    useLocal((state) => state.camera3.state === 'on'),
  ];
  const used = useLocal((state) => devicesOn(state).join(' ')).split(' ');
  const options = useDeviceOptions(
    'camera',
    useLocal((state) => state.devices.camera),
  );
  const add = async (id: string) => {
    const camera = await local.moreCameras.add(id);
    if (camera?.state === 'failed')
      showToast({ tone: 'warning', words: t(`deviceError.camera.${camera.problem}`) }, 12);
  };
  const on = all.filter((_, index) => isOn[index]);
  const free = may && first && on.length < all.length ? options.filter(({ id }) => !used.includes(id)) : [];
  return [
    {
      id: 'more-cameras',
      title: t('media.moreCameras.title'),
      entries: free.map(({ id, label }) => ({ id: `more-cameras/${id}`, label, run: () => void add(id) })),
    },
    {
      id: 'own-cameras',
      title: t('media.moreCameras.yours'),
      // The button itself stops the only one.
      entries: (on.length > 1 || !first ? on : []).map((source) => ({
        id: `own-cameras/${source}`,
        label: t('media.moreCameras.stop', { number: all.indexOf(source) + 1 }),
        run: () => (source === 'camera' ? local.stop(source) : local.moreCameras.stop(source)),
      })),
    },
  ];
}
