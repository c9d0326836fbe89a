import { emojiIds, type Emoji, reactionShownMs } from '@plenum/shared/features/reaction/contract';
import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type FakeSession, fakeSession } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { Palette } from './Palette.tsx';
import { ReactionDesk } from './ReactionDesk.ts';
import { TileReaction } from './ReactionMark.tsx';

usePage();
afterEach(() => vi.useRealTimers());

/** A session in which `react` sends a member's reaction. */
function reacting(): { readonly session: FakeSession; readonly react: (member: string, emoji: Emoji) => void } {
  const listeners = new Set<(payload: never) => void>();
  const session: FakeSession = Object.assign(fakeSession(), {
    onVolatile: (_contract: unknown, _event: unknown, listener: (payload: never) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  });
  const react = (member: string, emoji: Emoji) =>
    act(() => {
      for (const listener of listeners) Reflect.apply(listener, undefined, [{ member, emoji }]);
    });
  return { session, react };
}

describe('reaction', () => {
  it('marks the person for its time, and a newer one has its own', () => {
    vi.useFakeTimers();
    const { session, react } = reacting();
    const stop = ReactionDesk.of(session).listen(() => {});
    onPage(<TileReaction member="a" />, session);
    react('a', 'clap');
    expect(screen.getByText('Applause')).toBeTruthy();
    act(() => void vi.advanceTimersByTime(reactionShownMs - 1_000));
    react('a', 'heart');
    act(() => void vi.advanceTimersByTime(2_000));
    expect(screen.getByText('Heart')).toBeTruthy();
    act(() => void vi.advanceTimersByTime(reactionShownMs - 2_000));
    expect(screen.queryByText('Heart')).toBeNull();
    stop();
  });

  it('floats a few at once however many come, and none after it stopped', () => {
    const { session, react } = reacting();
    const desk = ReactionDesk.of(session);
    const stop = desk.listen(() => {});
    for (let index = 0; index < 100; index += 1) react(`m${index}`, 'party');
    expect(desk.store.getState().floats.length).toBe(24);
    stop();
    react('a', 'party');
    expect(desk.store.getState()).toMatchObject({ floats: [], marks: {} });
  });

  it('has a spoken name for each sign, and sends its id', () => {
    const { session } = reacting();
    onPage(<Palette onDone={() => {}} />, session);
    const buttons = screen.getAllByRole('button');
    expect(new Set(buttons.map((button) => button.getAttribute('aria-label'))).size).toBe(emojiIds.length);
    expect(document.activeElement).toBe(buttons[0]);
    fireEvent.click(screen.getByRole('button', { name: 'Raised fist' }));
    expect(session.sent).toEqual([{ name: 'reaction:react', input: { emoji: 'fist' } }]);
  });
});
