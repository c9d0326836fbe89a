import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isLanguage, languages } from '../../../i18n/i18n.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Select } from '../../../ui/Select.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { useLanguage } from '../../preferences/AppearanceMenus.tsx';
import { type Preferences, usePreference } from '../../preferences/preferences.ts';
import { useFeatures } from '../../house.ts';
import { SoundSettings } from './SoundSettings.tsx';

/** Settings of devices, looks, language and keyboard. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const parts = useFeatures().flatMap(({ settings }) => settings ?? []);
  return (
    <Dialog open onClose={onClose} title={t('settings.title')}>
      <div className="flex flex-col gap-6 pt-1">
        {parts.map(({ id, title, Part }) => (
          <Group key={id} title={t(title)}>
            <Part />
          </Group>
        ))}
        <Group title={t('settings.appearance')}>
          <Appearance />
        </Group>
        <Group title={t('settings.sounds')}>
          <SoundSettings />
        </Group>
        <Group title={t('settings.keyboard')}>
          <Shortcuts />
        </Group>
      </div>
    </Dialog>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h3 className="border-b border-line pb-1.5 text-base font-bold text-dim">{title}</h3>
      {children}
    </section>
  );
}

const themes: readonly Preferences['theme'][] = ['system', 'light', 'dark'];

function Appearance() {
  const { t } = useTranslation();
  const [theme, setTheme] = usePreference('theme');
  const { language, choose } = useLanguage();
  return (
    <>
      <Select
        label={t('app.theme.label')}
        options={themes.map((id) => ({ id, label: t(`app.theme.${id}`) }))}
        chosen={theme}
        onChoose={(id) => {
          const next = themes.find((each) => each === id);
          if (next) setTheme(next);
        }}
        placeholder=""
      />
      <Select
        label={t('app.language')}
        options={Object.entries(languages).map(([id, label]) => ({ id, label }))}
        chosen={language}
        onChoose={(id) => isLanguage(id) && choose(id)}
        placeholder=""
      />
    </>
  );
}

function Shortcuts() {
  const { t } = useTranslation();
  const [on, setOn] = usePreference('shortcuts');
  return (
    <div>
      <Switch on={on} onChange={setOn}>
        {t('settings.shortcutsOn')}
      </Switch>
      <p className="text-sm text-dim">{t('settings.shortcutsOnHint')}</p>
    </div>
  );
}
