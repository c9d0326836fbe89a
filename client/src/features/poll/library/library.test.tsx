import { AppError } from '@plenum/shared/core/errors';
import { reducePoll } from '@plenum/shared/features/poll/reduce';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeSession, meetingState } from '../../../testing/fakeSession.ts';
import { onPage, usePage } from '../../../testing/onPage.tsx';
import { LibraryButton } from './LibraryDialog.tsx';

usePage();

const field = () => screen.getByLabelText('Polls to add');
const add = () => fireEvent.click(screen.getByRole('button', { name: 'Add as drafts' }));

function open() {
  const state = meetingState();
  const session = fakeSession({ ...state, states: { ...state.states, poll: reducePoll.initial } });
  onPage(<LibraryButton />, session);
  fireEvent.click(screen.getByRole('button', { name: 'Poll library' }));
  return session;
}

it('adds every poll of a text as a draft', async () => {
  const session = open();
  fireEvent.change(field(), { target: { value: 'Which day?\nMonday\nFriday\n\nBuy it?\n# kind yesNoAbstain' } });
  add();
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(session.sent).toMatchObject([
    { name: 'poll:draft', input: { setup: { question: 'Which day?', choice: { options: ['Monday', 'Friday'] } } } },
    { name: 'poll:draft', input: { setup: { question: 'Buy it?', choice: { kind: 'yesNoAbstain' } } } },
  ]);
});

it('names the line that it cannot read, and sends nothing', () => {
  const session = open();
  fireEvent.change(field(), { target: { value: 'Which day?\nMonday\n# colour red' } });
  add();
  expect(field().getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText('Line 3: this setting doesn’t exist.')).toBeTruthy();
  expect(session.sent).toEqual([]);
});

it('keeps the text when the server refuses', async () => {
  const session = open();
  session.refuse = new AppError('full', 'too many drafts');
  fireEvent.change(field(), { target: { value: 'Which day?\nMonday\nFriday' } });
  add();
  await waitFor(() => expect(session.sent).toHaveLength(1));
  await waitFor(() => expect(field()).toHaveProperty('value', 'Which day?\nMonday\nFriday'));
});
