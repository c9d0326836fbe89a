import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Option } from '../../../ui/Select.tsx';
import type { DeviceInfo, DeviceLists } from '../local/capture.ts';
import { useLocal } from '../local/localMediaContext.ts';
import { canChooseSpeaker, revealsNoSpeakers } from '../sound/level.ts';

type DeviceKind = keyof DeviceLists;

const names = { mic: 'media.microphone', camera: 'media.camera', speaker: 'media.speaker' } as const;

/** Devices with labels, also before the browser reveals their names. */
export function useDeviceOptions(kind: DeviceKind, devices: readonly DeviceInfo[]): readonly Option[] {
  const { t } = useTranslation();
  return devices.map(({ id, label }, index) => ({
    id,
    label:
      id === 'default'
        ? nameOfDefault(label, t)
        : shortened(label) || t('media.deviceNumber', { kind: t(names[kind]), number: index + 1 }),
  }));
}

/** The name of the device behind the system's choice, which Chromium writes after "Default - ". */
function nameOfDefault(label: string, t: TFunction): string {
  const name = shortened(label.split(' - ').slice(1).join(' - '));
  return name === '' ? t('media.deviceDefault') : t('media.deviceDefaultNamed', { name });
}

/** What stands in place of an empty list. */
export function useNoDevices(kind: DeviceKind): string {
  const { t } = useTranslation();
  const hidden = useLocal((state) => state.hidden.includes(kind));
  if (kind === 'speaker' && (!canChooseSpeaker() || revealsNoSpeakers())) return t('media.speakerFixed');
  return hidden ? t('media.deviceHidden') : t('media.deviceNone');
}

/** Removes the vendor numbers that Chromium adds in brackets. */
function shortened(label: string): string {
  return label.replace(/\s*\([0-9a-f]{4}:[0-9a-f]{4}\)$/i, '');
}

/** The device in use: that of the track, else the chosen one, else the first. */
export function deviceInUse(
  devices: readonly DeviceInfo[],
  chosen: string | undefined,
  track: MediaStreamTrack | undefined,
): string | undefined {
  const used = track?.getSettings().deviceId;
  const known = (id: string | undefined) => id !== undefined && devices.some((device) => device.id === id);
  if (known(used)) return used;
  return known(chosen) ? chosen : devices[0]?.id;
}
