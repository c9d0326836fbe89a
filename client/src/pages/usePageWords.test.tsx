import { render, screen } from '@testing-library/react';
import { useEffect } from 'react';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { setLanguage, startI18n } from '../i18n/i18n.ts';
import { usePageWords, type WordParts } from './usePageWords.ts';

const parts: WordParts = {
  en: async () => ({ words: { title: 'Page' } }),
  de: async () => ({ words: { title: 'Seite' } }),
  es: async () => ({ words: { title: 'Página' } }),
};

beforeAll(() => startI18n('en'));
afterAll(() => setLanguage('en'));

it('a page stays where it is when the language changes', async () => {
  const left = vi.fn<() => void>();
  const Page = () => {
    useEffect(() => left, []);
    return <h1>Here</h1>;
  };
  const Door = () => usePageWords('aPage', parts) && <Page />;
  render(<Door />);
  await screen.findByText('Here');
  await setLanguage('de');
  await screen.findByText('Here');
  expect(left).not.toHaveBeenCalled();
});
