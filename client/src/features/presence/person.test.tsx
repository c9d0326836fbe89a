import { moderation } from '@plenum/shared/features/moderation/contract';
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeSession, meetingState, person } from '../../testing/fakeSession.ts';
import { stateOf } from '../../core/store.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { PeoplePanel } from './PeoplePanel.tsx';

usePage();

function session(part: { abilities?: [] } = {}) {
  const state = meetingState({}, [person('me'), person('mo', { name: 'Mo', role: 'moderator' })]);
  const led = { ...stateOf(meetingState(), moderation), presenter: 'mo' };
  return fakeSession({ ...state, me: { ...state.me, ...part }, states: { ...state.states, [moderation.name]: led } });
}

it('shows the role and the presenter’s mark', () => {
  onPage(<PeoplePanel />, session());
  expect(screen.getByText('Moderator · Presenter')).toBeTruthy();
});

it('marks a member with a name similar to an earlier member’s', () => {
  const people = [
    person('me', { name: 'Ana', joinedAt: 1 }),
    person('she', { name: 'Аnа', joinedAt: 2 }),
    person('ben', { name: 'Ben', joinedAt: 3 }),
  ];
  onPage(<PeoplePanel />, fakeSession(meetingState({}, people)));
  expect(screen.getAllByText('Number 2 with a name like this')).toHaveLength(1);
});

it('says when the others are hidden, and has no menu when no feature fills it', () => {
  onPage(<PeoplePanel />, session({ abilities: [] }));
  expect(screen.getByText(/The others are hidden/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Actions for Mo' })).toBeNull();
});
