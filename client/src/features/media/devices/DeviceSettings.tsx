import { useTranslation } from 'react-i18next';
import { usePreference } from '../../../app/preferences/preferences.ts';
import { Switch } from '../../../ui/Switch.tsx';
import { DevicePreview } from './DevicePreview.tsx';
import { DeviceProblemNotes } from './DeviceProblemNote.tsx';
import { DeviceSelect } from './DeviceSelect.tsx';
import { BackgroundSelect, SoundSelect } from '../effects/EffectSettings.tsx';
import { SpeakerRow } from './DeviceChoices.tsx';

/** Devices in the settings. */
export function DeviceSettings() {
  const { t } = useTranslation();
  const [mirror, setMirror] = usePreference('mirror');
  return (
    <div className="flex flex-col gap-3">
      <DevicePreview />
      <DeviceProblemNotes />
      <DeviceSelect kind="mic" />
      <SoundSelect />
      <DeviceSelect kind="camera" />
      <BackgroundSelect />
      <SpeakerRow />
      <Switch on={mirror} onChange={setMirror}>
        {t('settings.mirror')}
      </Switch>
    </div>
  );
}
