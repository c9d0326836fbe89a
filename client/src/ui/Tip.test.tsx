import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { Button } from './Button.tsx';
import { Tip } from './Tip.tsx';

afterEach(cleanup);

describe('a tooltip', () => {
  it.each([
    ['opens', 'Tab', 'Show slides'],
    ['does not open', 'Escape', undefined],
  ])('%s when the focus arrives after %s', (_what, key, words) => {
    render(
      <Tip words="Show slides">
        <Button>Slides</Button>
      </Tip>,
    );
    fireEvent.keyDown(document.body, { key });
    fireEvent.keyUp(document.body, { key });
    act(() => screen.getByRole('button').focus());
    expect(screen.queryByRole('tooltip')?.textContent).toBe(words);
  });
});
