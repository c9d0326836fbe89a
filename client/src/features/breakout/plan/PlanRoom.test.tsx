import { act, fireEvent, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { onPage, usePage } from '../../../testing/onPage.tsx';
import { PlanRoom } from './PlanRoom.tsx';
import type { Planning } from './planning.ts';

usePage();

const change = vi.fn<Planning['change']>(async () => true);

const plan = createStore(() => ({ name: 'Room 1' }));

function Plan() {
  const { name } = useStore(plan);
  const rooms = [
    { key: 'a', name },
    { key: 'b', name: 'Garden' },
  ];
  const draft = { rooms, assigned: {}, expected: [], options: {}, revision: 1 };
  const planning = { draft, change, assign: async () => true, open: async () => true } as unknown as Planning;
  const choice = { chosen: new Set<string>(), onChoose: () => undefined };
  const room = rooms[0] as { key: string; name: string };
  const props = { room, number: 1, planning, choice, people: [], moves: () => [], onDrop: () => undefined };
  return <PlanRoom {...props} />;
}

const field = () => screen.getByRole<HTMLInputElement>('textbox');

it('keeps a name that is being written when another moderator renames the room', async () => {
  const rename = (name: string) => act(() => plan.setState({ name }));
  onPage(<Plan />);
  fireEvent.change(field(), { target: { value: 'Kitch' } });
  rename('Cellar');
  expect(field().value).toBe('Kitch');
  fireEvent.change(field(), { target: { value: 'Kitchen' } });
  fireEvent.blur(field());
  expect(change).toHaveBeenCalledExactlyOnceWith({
    rooms: [
      { key: 'a', name: 'Kitchen' },
      { key: 'b', name: 'Garden' },
    ],
  });
  rename('Kitchen');
  await vi.waitFor(() => expect(field().value).toBe('Kitchen'), { timeout: 15_000 });
  // Nobody writes any more, so the field follows the plan.
  rename('Attic');
  expect(field().value).toBe('Attic');
});
