import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { features } from '../../../features/index.ts';
import { fakeSession } from '../../../testing/fakeSession.ts';
import { onPage, usePage } from '../../../testing/onPage.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';

usePage();

it('lists the keys of the whole page first, then those that need the focus on a slide or the board', () => {
  onPage(<ShortcutsDialog onClose={() => {}} />, fakeSession(), features);
  const parts = screen.getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent);
  expect([...parts].sort()).toEqual(['Breakout rooms', 'On a slide', 'On the whiteboard']);
  const keysOf = (action: string) => {
    const row = screen.getByText(action, { selector: 'dt' }).parentElement;
    return (
      row &&
      within(row)
        .getAllByText(/./, { selector: 'kbd' })
        .map(({ textContent }) => textContent)
    );
  };
  expect(['Polls', 'Previous or next page', 'Pen'].map(keysOf)).toEqual([['L'], ['←', '→'], ['P']]);
});

it('gives each key of the whole page to one action', () => {
  const keys = features.flatMap(({ shortcuts }) =>
    (shortcuts ?? []).filter(({ on }) => !on).map(({ keys: key }) => key),
  );
  expect(keys).toHaveLength(new Set(keys).size);
});
