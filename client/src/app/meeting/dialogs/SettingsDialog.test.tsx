import { fireEvent, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeSession } from '../../../testing/fakeSession.ts';
import { onPage, usePage } from '../../../testing/onPage.tsx';
import { SettingsDialog } from './SettingsDialog.tsx';

usePage();

const features = [
  { name: 'one', settings: [{ id: 'a', tab: 'notices', title: 'people.title', Part: () => <p>A</p> }] },
  { name: 'two', settings: [{ id: 'b', tab: 'devices', title: 'settings.devices', Part: () => <p>B</p> }] },
] as const;

it('shows the groups of one tab, devices first, and the others at a press', () => {
  onPage(<SettingsDialog onClose={() => {}} />, fakeSession(), features);
  const tabs = screen.getAllByRole('tab').map(({ textContent }) => textContent);
  expect(tabs).toEqual(['Audio and video', 'View', 'Notifications', 'General']);
  screen.getByText('B');
  expect(screen.queryByText('A')).toBeNull();
  fireEvent.click(screen.getByRole('tab', { name: 'Notifications' }));
  const groups = screen.getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent);
  expect(groups).toEqual(['People', 'Sounds']);
});
