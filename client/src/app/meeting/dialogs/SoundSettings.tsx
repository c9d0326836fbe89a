import { useTranslation } from 'react-i18next';
import { playSignal, signalNames } from '../../../ui/signal.ts';
import { Switch } from '../../../ui/Switch.tsx';
import { usePreference } from '../../preferences/preferences.ts';

/** Switches for the signals; switching one on plays it. */
export function SoundSettings() {
  const { t } = useTranslation();
  const [sounds, setSounds] = usePreference('sounds');
  return signalNames.map((name) => (
    <Switch
      key={name}
      on={sounds[name]}
      onChange={(on) => {
        setSounds({ ...sounds, [name]: on });
        if (on) playSignal(name);
      }}
    >
      {t(`settings.sound.${name}`)}
    </Switch>
  ));
}
