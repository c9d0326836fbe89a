import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { preferences } from './preferences.ts';
import { useHotkey } from './useHotkey.ts';

function Bound({ run }: { readonly run: () => void }) {
  useHotkey('M', run);
  return (
    <>
      <input aria-label="text" />
      <textarea aria-label="message" />
      <button type="button">button</button>
      <div role="menu" aria-label="menu" tabIndex={-1} />
    </>
  );
}

describe('useHotkey', () => {
  usePage();
  const run = vi.fn<() => void>();
  beforeEach(() => {
    run.mockClear();
    preferences.setState({ shortcuts: true });
    onPage(<Bound run={run} />);
  });

  it('runs for its key, wherever the focus is that is not a text', () => {
    fireEvent.keyDown(document.body, { key: 'm' });
    fireEvent.keyDown(screen.getByText('button'), { key: 'M' });
    expect(run).toHaveBeenCalledTimes(2);
  });

  it.each(['text', 'message', 'menu'])('rests in a %s', (label) => {
    fireEvent.keyDown(screen.getByLabelText(label), { key: 'm' });
    expect(run).not.toHaveBeenCalled();
  });

  it.each([
    { ctrlKey: true },
    { metaKey: true },
    { altKey: true },
    { shiftKey: true },
    { isComposing: true },
    { repeat: true },
  ])('leaves other commands alone: %o', (modifier) => {
    fireEvent.keyDown(document.body, { key: 'm', ...modifier });
    expect(run).not.toHaveBeenCalled();
  });

  it('can be switched off', () => {
    preferences.setState({ shortcuts: false });
    fireEvent.keyDown(document.body, { key: 'm' });
    expect(run).not.toHaveBeenCalled();
  });

  it('goes by the place of the key where the letters are others', () => {
    fireEvent.keyDown(document.body, { key: 'ь', code: 'KeyM' });
    expect(run).toHaveBeenCalledOnce();
    // On a keyboard with Latin letters in other places, the letter counts.
    fireEvent.keyDown(document.body, { key: 'q', code: 'KeyM' });
    expect(run).toHaveBeenCalledOnce();
  });
});
