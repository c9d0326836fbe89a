import { useLayoutEffect } from 'react';
import { useMedia } from '../../ui/useMedia.ts';
import { usePreference } from './preferences.ts';

/** Whether the page is dark: pages follow the system; a meeting starts dark, because video looks better on it. */
export function useIsDark(place: 'page' | 'meeting'): boolean {
  const [choice] = usePreference('theme');
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  return choice === 'dark' || (choice === 'system' && (place === 'meeting' || systemDark));
}

/** Sets the colours of the page. */
export function useTheme(place: 'page' | 'meeting'): void {
  const dark = useIsDark(place);
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset['theme'] = dark ? 'dark' : 'light';
    root.dataset['place'] = place;
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark ? '#14181b' : '#f6f5f1');
  }, [dark, place]);
}
