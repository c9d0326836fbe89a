import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Button } from './Button.tsx';
import { Menu } from './Menu.tsx';
import { Select } from './Select.tsx';

afterEach(cleanup);

describe('a menu', () => {
  it('has dangerous entries in a group of their own at the end', () => {
    const entry = (id: string, danger = false) => ({ id, label: id, danger, run: () => {} });
    render(
      <Menu
        label="Actions"
        groups={[
          { id: 'one', entries: [entry('Erase', true), entry('Copy')] },
          { id: 'two', entries: [entry('Save')] },
        ]}
        trigger={<Button>Actions</Button>}
      />,
    );
    fireEvent.click(screen.getByRole('button', { name: 'Actions' }));
    const groups = screen.getAllByRole('group').map(({ textContent }) => textContent);
    expect(groups).toEqual(['Copy', 'Save', 'Erase']);
    // A group without a title has no name: a screen reader would read its id in every language.
    for (const group of screen.getAllByRole('group')) expect(group.getAttribute('aria-label')).toBeNull();
  });

  it('shows entries of the same id in different groups, and marks the chosen one alone', () => {
    const entry = (id: string, label: string) => ({ id, label, run: () => {} });
    render(
      <Menu
        label="More"
        groups={[
          { id: 'media', entries: [entry('share', 'Share a screen')] },
          { id: 'layout', chosen: 'share', entries: [entry('share', 'What is shown'), entry('grid', 'Grid')] },
        ]}
        trigger={<Button>More</Button>}
      />,
    );
    fireEvent.click(screen.getByRole('button', { name: 'More' }));
    expect(screen.getAllByRole('menuitem').map(({ textContent }) => textContent)).toEqual(['Share a screen']);
    const choices = screen.getAllByRole('menuitemradio');
    expect(choices.map((choice) => choice.getAttribute('aria-checked'))).toEqual(['true', 'false']);
  });

  it('keeps its entries when what it hangs on is drawn anew, also one named like its group', () => {
    const run = vi.fn<() => void>();
    const menu = (title: string) => (
      <Menu
        label="Move Dora"
        groups={[{ id: 'back', title, entries: [{ id: 'back', label: 'Take back', run }] }]}
        trigger={<Button>Move Dora</Button>}
      />
    );
    const { rerender } = render(menu('One'));
    fireEvent.click(screen.getByRole('button', { name: 'Move Dora' }));
    // A group with the id of one of its entries once contained itself, without end.
    for (const title of ['Two', 'Three']) {
      rerender(menu(title));
      expect(screen.getByRole('group').getAttribute('aria-labelledby')).not.toBeNull();
      expect(screen.getAllByRole('menuitem')).toHaveLength(1);
    }
    fireEvent.click(screen.getByRole('menuitem', { name: 'Take back' }));
    expect(run).toHaveBeenCalledOnce();
  });

  it('shows an entry under its new name while it is open, in a direction of its own', () => {
    const menu = (label: string) => (
      <Menu
        label="Move"
        groups={[{ id: 'rooms', entries: [{ id: 'a', label, run: () => {} }] }]}
        trigger={<Button>Move</Button>}
      />
    );
    const { rerender } = render(menu('Room 1'));
    fireEvent.click(screen.getByRole('button', { name: 'Move' }));
    rerender(menu('מטבח!'));
    expect(screen.getByRole('menuitem').textContent).toBe('\u2068מטבח!\u2069');
  });
});

it('a choice shows an option under its new name while it is open', () => {
  const select = (label: string) => (
    <Select label="Room" options={[{ id: 'a', label }]} chosen={undefined} onChoose={() => {}} placeholder="Choose" />
  );
  const { rerender } = render(select('Room 1'));
  fireEvent.click(screen.getByRole('button'));
  rerender(select('Kitchen'));
  expect(screen.getByRole('option').textContent).toBe('Kitchen');
});
