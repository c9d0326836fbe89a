import { useTranslation } from 'react-i18next';
import { usePreference } from '../../app/preferences/preferences.ts';
import { Switch } from '../../ui/Switch.tsx';

/** The setting that announces arrivals and departures. */
export function PresenceSettings() {
  const { t } = useTranslation();
  const [on, setOn] = usePreference('announceJoins');
  return (
    <Switch on={on} onChange={setOn}>
      {t('settings.announceJoins')}
    </Switch>
  );
}
