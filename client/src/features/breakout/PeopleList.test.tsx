import { fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, it } from 'vitest';
import type { MenuGroup } from '../../ui/Menu.tsx';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { PeopleList } from './PeopleList.tsx';

usePage();

const people = [{ id: 'ben', name: 'Ben' }];

function Plan() {
  const [room, setRoom] = useState('Room 1');
  const moves = (): readonly MenuGroup[] => [{ id: 'rooms', entries: [{ id: 'a', label: room, run: () => {} }] }];
  return (
    <>
      <button type="button" onClick={() => setRoom('Kitchen')}>
        Rename
      </button>
      <PeopleList label="People" people={people} empty="" onDrop={() => {}} moves={moves} />
    </>
  );
}

it('offers a renamed room under its new name, while the people are the same', async () => {
  onPage(<Plan />);
  fireEvent.click(screen.getByRole('button', { name: 'Rename' }));
  fireEvent.click(screen.getByRole('button', { name: 'Move Ben' }));
  expect(await screen.findByRole('menuitem', { name: 'Kitchen' })).toBeTruthy();
  expect(screen.queryByRole('menuitem', { name: 'Room 1' })).toBeNull();
});
