import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useSheet } from './useSheet.ts';

const stepped = () => new Promise((done) => addEventListener('popstate', done, { once: true }));
const close = vi.fn<() => void>();
const sheet = () => renderHook(({ active }) => useSheet(active, close), { initialProps: { active: true } });

afterEach(cleanup);
beforeEach(() => {
  history.pushState(null, '');
  close.mockReset();
});

describe('what is open over a page', () => {
  it('is closed by a step back', async () => {
    sheet();
    history.back();
    await act(stepped);
    expect(close).toHaveBeenCalledOnce();
  });

  it('leaves no step behind when it was closed by its button', async () => {
    const { rerender } = sheet();
    rerender({ active: false });
    await act(stepped);
    expect(history.state).toBeNull();
    expect(close).not.toHaveBeenCalled();
  });

  it('stays when the step of an earlier sheet is undone late', () => {
    sheet();
    dispatchEvent(new PopStateEvent('popstate', { state: { sheet: true } }));
    expect(close).not.toHaveBeenCalled();
  });
});
