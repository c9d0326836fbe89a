import { useTranslation } from 'react-i18next';
import type { MenuGroup } from '../../../ui/Menu.tsx';
import { deviceInUse, useDeviceOptions, useNoDevices } from './deviceLabels.ts';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';

type DeviceKind = 'mic' | 'camera' | 'speaker';

const names = { mic: 'media.microphone', camera: 'media.camera', speaker: 'media.speaker' } as const;

/** Lists of devices as menu groups, in this order. */
export function useDeviceGroups(kinds: readonly DeviceKind[]): readonly MenuGroup[] {
  const groups = { mic: useGroup('mic'), camera: useGroup('camera'), speaker: useGroup('speaker') };
  return kinds.map((kind) => groups[kind]);
}

function useGroup(kind: DeviceKind): MenuGroup {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const devices = useLocal((state) => state.devices[kind]);
  const chosen = useLocal((state) => state.memory[kind]);
  const capture = useLocal((state) => (kind === 'speaker' ? undefined : state[kind]));
  const options = useDeviceOptions(kind, devices);
  const none = { id: `${kind}-none`, label: useNoDevices(kind), disabled: true, run: () => {} };
  return {
    id: kind,
    title: t(names[kind]),
    chosen: `${kind}/${deviceInUse(devices, chosen, capture?.state === 'on' ? capture.device : undefined) ?? ''}`,
    entries:
      options.length === 0
        ? [none]
        : options.map(({ id, label }) => ({
            // On some systems, a headset has one id as microphone and as speaker.
            id: `${kind}/${id}`,
            label,
            run: () => void local.choose(kind, id),
          })),
  };
}
