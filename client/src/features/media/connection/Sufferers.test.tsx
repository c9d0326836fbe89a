import { media, type Quality } from '@plenum/shared/features/media/contract';
import { mediaLimits } from '@plenum/shared/features/media/limits';
import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type FakeSession, fakeSession, meetingState, person } from '../../../testing/fakeSession.ts';
import { onPage, usePage } from '../../../testing/onPage.tsx';
import { SufferersNote, SuffersMark } from './Sufferers.tsx';
import { useReporting, useReports } from './sufferers.ts';

usePage();
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function Moderator() {
  useReports();
  return (
    <>
      <SufferersNote />
      <SuffersMark member="ben" />
    </>
  );
}

function scene(): { session: FakeSession; report: (member: string, quality: Quality) => void } {
  const people = ['ben', 'cleo', 'dora', 'emil'].map((id) => person(id, { name: id }));
  const session = fakeSession(meetingState({}, [person('me'), ...people]));
  const listeners = new Set<(payload: never) => void>();
  session.onVolatile = (_contract, _event, listener) => {
    listeners.add(listener as never);
    return () => void listeners.delete(listener as never);
  };
  return {
    session,
    report: (member, quality) => act(() => listeners.forEach((tell) => tell({ member, quality } as never))),
  };
}

it('names the members with a weak connection, marks them, and forgets those who recover or report no more', () => {
  const { session, report } = scene();
  onPage(<Moderator />, session);
  expect(screen.getByRole('status').textContent).toBe('');
  report('ben', 'weak');
  report('cleo', 'fair');
  expect(screen.getByRole('status').textContent).toBe('Weak connection: ben');
  screen.getByText('Weak connection', { selector: '.sr-only' });
  for (const member of ['cleo', 'dora', 'emil']) report(member, 'weak');
  expect(screen.getByRole('status').textContent).toBe('Weak connections: ben, cleo, dora and 1 more');
  report('ben', 'good');
  expect(screen.queryByText('Weak connection', { selector: '.sr-only' })).toBeNull();
  act(() => void vi.advanceTimersByTime(5 * mediaLimits.reportMs));
  expect(screen.getByRole('status').textContent).toBe('');
});

it('reports the own connection when it changes, and again while it is not good', () => {
  const session = fakeSession();
  function Own({ quality }: { readonly quality: Quality }) {
    useReporting(quality);
    return null;
  }
  const reported = () => session.sent.map(({ name, input }) => [name, input]);
  const wants = (...qualities: Quality[]) =>
    expect(reported()).toEqual(qualities.map((quality) => [`${media.name}:report`, { quality }]));
  const { unmount } = onPage(<Own quality="good" />, session);
  wants();
  unmount();
  const again = onPage(<Own quality="weak" />, session);
  wants('weak');
  act(() => void vi.advanceTimersByTime(mediaLimits.reportMs));
  wants('weak', 'weak');
  again.unmount();
  wants('weak', 'weak', 'good');
});
