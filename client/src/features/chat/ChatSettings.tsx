import { useTranslation } from 'react-i18next';
import { usePreference } from '../../app/preferences/preferences.ts';
import { Switch } from '../../ui/Switch.tsx';
import { showToast } from '../../ui/toasts.ts';
import { askOutside, outsidePermission } from './outside.ts';

/** The settings for notices: which messages, and whether outside the page too. */
export function ChatSettings() {
  const { t } = useTranslation();
  const [notices, setNotices] = usePreference('chatNotices');
  const setOutside = async (on: boolean) => {
    const allowed = on && (await askOutside());
    if (on && !allowed) showToast({ tone: 'warning', words: t('chat.outsideRefused') });
    setNotices({ ...notices, outside: allowed });
  };
  return (
    <>
      {(['private', 'mentions', 'everyone'] as const).map((kind) => (
        <Switch key={kind} on={notices[kind]} onChange={(on) => setNotices({ ...notices, [kind]: on })}>
          {t(`chat.notice.${kind}`)}
        </Switch>
      ))}
      {outsidePermission() !== 'missing' && (
        <Switch on={notices.outside && outsidePermission() === 'granted'} onChange={(on) => void setOutside(on)}>
          {t('chat.notice.outside')}
        </Switch>
      )}
    </>
  );
}
