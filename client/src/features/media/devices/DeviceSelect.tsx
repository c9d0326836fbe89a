import { Mic, Video, Volume2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../../ui/Select.tsx';
import { deviceInUse, useDeviceOptions, useNoDevices } from './deviceLabels.ts';
import { canChooseSpeaker } from '../sound/level.ts';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';

const icons = { mic: Mic, camera: Video, speaker: Volume2 };
const names = { mic: 'media.microphone', camera: 'media.camera', speaker: 'media.speaker' } as const;

interface Props {
  readonly kind: 'mic' | 'camera' | 'speaker';
  readonly hideLabel?: boolean;
}

/** The list of microphones, cameras or speakers; the choice is remembered. */
export function DeviceSelect({ kind, hideLabel = false }: Props) {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const devices = useLocal((state) => state.devices[kind]);
  const chosen = useLocal((state) => state.memory[kind]);
  const capture = useLocal((state) => (kind === 'speaker' ? undefined : state[kind]));
  const options = useDeviceOptions(kind, devices);
  const Icon = icons[kind];
  const none = useNoDevices(kind);
  const fixed = kind === 'speaker' && !canChooseSpeaker();
  return (
    <Select
      label={t(names[kind])}
      hideLabel={hideLabel}
      icon={<Icon aria-hidden="true" className="size-5 shrink-0 text-dim" />}
      options={options}
      chosen={deviceInUse(devices, chosen, capture?.state === 'on' ? capture.device : undefined)}
      onChoose={(id) => void local.choose(kind, id)}
      disabled={fixed || options.length === 0}
      placeholder={none}
    />
  );
}
