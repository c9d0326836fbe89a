import { act, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeSession, fakeSession, meetingState } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { toasts } from '../../ui/toasts.ts';
import { SpaceBanner } from './SpaceBanner.tsx';
import { SpaceWatcher } from './SpaceWatcher.tsx';

usePage();
beforeEach(() => toasts.setState({ list: [] }));

const opening = { space: 'space-1', organisation: 'Co-op', tier: 'Basic', welcome: 'Good to see you.' };
const words = () => toasts.getState().list.map((toast) => toast.words);

function session(state: object): FakeSession {
  const before = meetingState({});
  return fakeSession({ ...before, states: { ...before.states, space: state } });
}

it('welcomes on entering, once', () => {
  const here = session({ opening });
  onPage(<SpaceWatcher />, here);
  expect(words()).toEqual(['Good to see you.']);
  act(() => here.store.setState(({ states }) => ({ states: { ...states, space: { opening: { ...opening } } } })));
  expect(words()).toEqual(['Good to see you.']);
});

it('says nothing in a room without a space', () => {
  onPage(<SpaceWatcher />, session({}));
  expect(words()).toEqual([]);
});

it('shows what the people who run the server say now, and not what they said before', () => {
  const here = session({ announcement: { words: 'Old.', at: 1 } });
  onPage(<SpaceWatcher />, here);
  expect(words()).toEqual([]);
  const announcement = { words: 'We restart at noon.', at: 2 };
  act(() => here.store.setState(({ states }) => ({ states: { ...states, space: { announcement } } })));
  expect(words()).toEqual(['From the people who run this server: We restart at noon.']);
  expect(toasts.getState().list[0]?.seconds).toBe(0);
});

it('shows the welcome and the banner of a program, and its words for hosts and moderators where they came', () => {
  const hosted = { welcome: 'Hello.', staffWelcome: 'The code is 12.', banner: 'Exam' };
  onPage(
    <>
      <SpaceWatcher />
      <SpaceBanner />
    </>,
    session({ hosted }),
  );
  expect(words()).toEqual(['Hello.', 'For hosts and moderators: The code is 12.']);
  expect(screen.getByText('Exam')).toBeTruthy();
});
