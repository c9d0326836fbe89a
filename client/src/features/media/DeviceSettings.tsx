import { useTranslation } from 'react-i18next';
import { usePreference } from '../../app/preferences.ts';
import { Switch } from '../../ui/Switch.tsx';
import { DeviceProblemNotes } from './DeviceProblemNote.tsx';
import { DeviceSelect } from './DeviceSelect.tsx';
import { useLocal, useLocalMedia } from './localMediaContext.ts';
import { SpeakerRow } from './PreJoinDevices.tsx';

/** Devices in the settings. */
export function DeviceSettings() {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const noise = useLocal(({ memory }) => memory.noiseSuppression);
  const [mirror, setMirror] = usePreference('mirror');
  return (
    <div className="flex flex-col gap-3">
      <DeviceProblemNotes />
      <DeviceSelect kind="mic" />
      <DeviceSelect kind="camera" />
      <SpeakerRow />
      <Switch on={mirror} onChange={setMirror}>
        {t('settings.mirror')}
      </Switch>
      <Switch on={noise} onChange={(on) => void local.reduceNoise(on)}>
        {t('settings.noiseSuppression')}
      </Switch>
    </div>
  );
}
