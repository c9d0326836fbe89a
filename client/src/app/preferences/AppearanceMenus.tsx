import { Languages, Moon, Sun, SunMoon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { isLanguage, type Language, languages, setLanguage } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu, type MenuGroup } from '../../ui/Menu.tsx';
import { usePreference } from './preferences.ts';

/** The language of the page, and a function that changes and remembers it. */
export function useLanguage(): { readonly language: Language; readonly choose: (language: Language) => void } {
  const { i18n } = useTranslation();
  const [, remember] = usePreference('language');
  const language = isLanguage(i18n.language) ? i18n.language : 'en';
  return {
    language,
    choose: (next) => {
      remember(next);
      aside(setLanguage(next));
    },
  };
}

function useLanguageGroup(): MenuGroup {
  const { t } = useTranslation();
  const { language, choose } = useLanguage();
  return {
    id: 'language',
    title: t('app.language'),
    chosen: language,
    entries: Object.entries(languages).map(([id, label]) => ({ id, label, run: () => isLanguage(id) && choose(id) })),
  };
}

const themes = ['system', 'light', 'dark'] as const;

function useThemeGroup(): MenuGroup {
  const { t } = useTranslation();
  const [theme, choose] = usePreference('theme');
  return {
    id: 'theme',
    title: t('app.theme.label'),
    chosen: theme,
    entries: themes.map((id) => ({ id, label: t(`app.theme.${id}`), run: () => choose(id) })),
  };
}

/** A button with the page's language; opens the list of languages. */
export function LanguageMenu() {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const group = useLanguageGroup();
  return (
    <Menu
      label={t('app.language')}
      groups={[group]}
      trigger={
        <Button look="quiet" aria-label={`${t('app.language')}: ${languages[language]}`}>
          <Languages aria-hidden="true" className="size-5" />
          <span className="hidden sm:inline">{languages[language]}</span>
        </Button>
      }
    />
  );
}

/** Light, dark, or as the system. */
export function ThemeMenu() {
  const { t } = useTranslation();
  const [theme] = usePreference('theme');
  const group = useThemeGroup();
  const Icon = theme === 'light' ? Sun : theme === 'dark' ? Moon : SunMoon;
  return (
    <Menu
      label={t('app.theme.label')}
      groups={[group]}
      trigger={
        <Button look="quiet" square aria-label={`${t('app.theme.label')}: ${t(`app.theme.${theme}`)}`}>
          <Icon aria-hidden="true" className="size-5" />
        </Button>
      }
    />
  );
}
