import { useLayoutEffect } from 'react';
import { useMedia } from '../../ui/useMedia.ts';
import { usePreference } from './preferences.ts';

/** Sets the colours of the page: pages follow the system; a meeting starts dark, because video looks better on it. */
export function useTheme(place: 'page' | 'meeting'): void {
  const [choice] = usePreference('theme');
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const dark = choice === 'dark' || (choice === 'system' && (place === 'meeting' || systemDark));
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset['theme'] = dark ? 'dark' : 'light';
    root.dataset['place'] = place;
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark ? '#14181b' : '#f6f5f1');
  }, [dark, place]);
}
