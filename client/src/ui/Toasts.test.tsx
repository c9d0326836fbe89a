import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onPage, usePage } from '../testing/onPage.tsx';
import { Button } from './Button.tsx';
import { Toasts } from './Toasts.tsx';
import { showToast, toasts } from './toasts.ts';

usePage();
beforeEach(() => {
  toasts.setState({ list: [] });
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

const passes = (seconds: number): void => act(() => void vi.advanceTimersByTime(seconds * 1_000));
const show = (words: string, run?: () => void, seconds?: number): void =>
  act(() => void showToast({ tone: 'calm', words, ...(run && { action: { label: 'Show', run } }) }, seconds));
const cardOf = (words: string) => screen.getByText(words).parentElement ?? expect.fail();

describe('short messages', () => {
  it('go by themselves, with an action after 20 seconds at least', () => {
    onPage(<Toasts />);
    show('Saved');
    show('Ana writes', () => {}, 6);
    passes(7);
    expect(screen.queryByText('Saved')).toBeNull();
    passes(12);
    expect(screen.getByText('Ana writes')).toBeTruthy();
    passes(2);
    expect(screen.queryByText('Ana writes')).toBeNull();
  });

  it('wait while the pointer or the focus is on them', () => {
    onPage(<Toasts />);
    show('Saved');
    fireEvent.pointerEnter(cardOf('Saved'));
    passes(60);
    act(() => screen.getByRole('button', { name: 'Dismiss' }).focus());
    fireEvent.pointerLeave(cardOf('Saved'));
    passes(60);
    act(() => screen.getByRole('button', { name: 'Dismiss' }).blur());
    passes(7);
    expect(screen.queryByText('Saved')).toBeNull();
  });

  it('are reached by F8, and Escape gives the focus back', () => {
    onPage(
      <>
        <Button>Elsewhere</Button>
        <Toasts />
      </>,
    );
    const elsewhere = screen.getByRole('button', { name: 'Elsewhere' });
    show('Ana writes', () => {});
    act(() => elsewhere.focus());
    fireEvent.keyDown(elsewhere, { key: 'F8' });
    const action = screen.getByRole('button', { name: 'Show' });
    expect(document.activeElement).toBe(action);
    fireEvent.keyDown(action, { key: 'Escape' });
    expect(screen.queryByText('Ana writes')).toBeNull();
    expect(document.activeElement).toBe(elsewhere);
  });

  it('with an action are not pushed out by others', () => {
    show('Ana writes', () => {});
    for (const words of ['one', 'two', 'three', 'four']) show(words);
    expect(toasts.getState().list.map(({ words }) => words)).toEqual(['Ana writes', 'three', 'four']);
  });
});
