import { accentOf } from '@plenum/shared/api/organisation/colour';
import { useEffect } from 'react';
import { useIsDark } from '../app/preferences/theme.ts';

/** Shows a page in the colour of an organisation as long as the caller is on it; empty: the server's own. */
export function useBrand(colour: string): void {
  const theme = useIsDark('page') ? 'dark' : 'light';
  useEffect(() => {
    if (colour === '') return undefined;
    const { accent, ink, text, soft } = accentOf(colour, theme);
    const colours = {
      '--accent': accent,
      '--accent-ink': ink,
      '--accent-text': text,
      '--accent-soft': soft,
      '--ring': text,
    };
    const { style } = document.documentElement;
    for (const [name, value] of Object.entries(colours)) style.setProperty(name, value);
    return () => {
      for (const name of Object.keys(colours)) style.removeProperty(name);
    };
  }, [colour, theme]);
}

/** The logo of an organisation, whose name stands beside it. */
export function Logo({ logo, className }: { readonly logo: string; readonly className?: string }) {
  return (
    <img src={`/api/logos/${logo}`} alt="" className={className ?? 'max-h-16 max-w-60 self-start object-contain'} />
  );
}
