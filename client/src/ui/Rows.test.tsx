import { act, fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { onPage, usePage } from '../testing/onPage.tsx';
import { Rows } from './Rows.tsx';

usePage();

const pressed = vi.fn<(key: string) => void>();

function List() {
  const [names, setNames] = useState(['Ana', 'Ben', 'Eva']);
  return (
    <>
      <Rows>
        <ul>
          {names.map((name) => (
            <li key={name}>
              <button type="button" onKeyDown={({ key }) => pressed(key)}>
                {name}
              </button>
            </li>
          ))}
        </ul>
      </Rows>
      <button type="button" onClick={() => setNames(['Ben', 'Eva', 'Gus'])}>
        change
      </button>
    </>
  );
}
const button = (name: string) => screen.getByRole('button', { name });
const stops = () => ['Ana', 'Ben', 'Eva'].filter((name) => button(name).tabIndex === 0);

describe('a list of rows', () => {
  it('is one stop, and the arrow keys go from row to row', () => {
    onPage(<List />);
    expect(stops()).toEqual(['Ana']);
    act(() => button('Ana').focus());
    fireEvent.keyDown(button('Ana'), { key: 'ArrowDown' });
    expect(document.activeElement).toBe(button('Ben'));
    expect(stops()).toEqual(['Ben']);
    fireEvent.keyDown(button('Ben'), { key: 'End' });
    expect(document.activeElement).toBe(button('Eva'));
    fireEvent.keyDown(button('Eva'), { key: 'Home' });
    expect(document.activeElement).toBe(button('Ana'));
    // A button that opens a menu would take these keys too.
    expect(pressed).not.toHaveBeenCalled();
  });

  it('keeps one stop when the rows change', async () => {
    onPage(<List />);
    await act(async () => button('change').click());
    expect(button('Ben').tabIndex).toBe(0);
    expect(button('Gus').tabIndex).toBe(-1);
  });
});
