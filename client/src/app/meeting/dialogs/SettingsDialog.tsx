import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { SettingsSlot } from '../../slots.ts';
import { isLanguage, languages } from '../../../i18n/i18n.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Select } from '../../../ui/Select.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { useLanguage } from '../../preferences/AppearanceMenus.tsx';
import { type Preferences, usePreference } from '../../preferences/preferences.ts';
import { useFeatures } from '../../house.ts';
import { SoundSettings } from './SoundSettings.tsx';

const tabs: readonly SettingsSlot['tab'][] = ['devices', 'view', 'notices', 'general'];

/** The groups of the layout itself; those of features come first in each tab. */
const own: readonly SettingsSlot[] = [
  { id: 'theme', tab: 'view', title: 'settings.appearance', Part: Theme },
  { id: 'sounds', tab: 'notices', title: 'settings.sounds', Part: SoundSettings },
  { id: 'language', tab: 'general', title: 'app.language', Part: LanguageSettings },
  { id: 'keyboard', tab: 'general', title: 'settings.keyboard', Part: Shortcuts },
];

/** Settings of devices, looks, notices, language and keyboard, in tabs. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const parts = [...useFeatures().flatMap(({ settings }) => settings ?? []), ...own];
  return (
    <Dialog open wide onClose={onClose} title={t('settings.title')}>
      <Tabs className="flex flex-col gap-4">
        <TabList aria-label={t('settings.title')} className="-mx-5 flex overflow-x-auto border-b border-line px-3">
          {tabs.map((tab) => (
            <Tab
              key={tab}
              id={tab}
              className="flex min-h-11 shrink-0 cursor-default items-center border-b-2 border-transparent px-2.5 text-dim -outline-offset-3 data-hovered:text-text data-selected:border-accent-text data-selected:font-bold data-selected:text-text"
            >
              {t(`settings.tab.${tab}`)}
            </Tab>
          ))}
        </TabList>
        {tabs.map((tab) => (
          <TabPanel key={tab} id={tab} className="flex flex-col gap-6 outline-offset-4 sm:min-h-110">
            {parts
              .filter((part) => part.tab === tab)
              .map(({ id, title, Part }) => (
                <Group key={id} title={t(title)}>
                  <Part />
                </Group>
              ))}
          </TabPanel>
        ))}
      </Tabs>
    </Dialog>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-base font-bold text-dim">{title}</h3>
      {children}
    </section>
  );
}

const themes: readonly Preferences['theme'][] = ['system', 'light', 'dark'];

function Theme() {
  const { t } = useTranslation();
  const [theme, setTheme] = usePreference('theme');
  return (
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
  );
}

function LanguageSettings() {
  const { t } = useTranslation();
  const { language, choose } = useLanguage();
  return (
    <Select
      label={t('app.language')}
      hideLabel
      options={Object.entries(languages).map(([id, label]) => ({ id, label }))}
      chosen={language}
      onChoose={(id) => isLanguage(id) && choose(id)}
      placeholder=""
    />
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
