import { AppError } from '@plenum/shared/core/errors';
import { reducePoll } from '@plenum/shared/features/poll/reduce';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useStore } from 'zustand';
import { useSession } from '../../../app/session.ts';
import { fakeSession, meetingState } from '../../../testing/fakeSession.ts';
import { onPage, usePage } from '../../../testing/onPage.tsx';
import { DraftRow } from './DraftRow.tsx';
import { formDeskOf } from './formDesk.ts';
import { PollEditor } from './PollEditor.tsx';
import { emptyForm, filled, formOf, type PollForm, setupOf } from './pollForm.ts';

usePage();

const form: PollForm = {
  ...emptyForm,
  question: 'Which roof?',
  kind: 'custom',
  options: ['Green', '', 'Solar', 'Repair'],
};

function pollSession() {
  const state = meetingState();
  return fakeSession({ ...state, states: { ...state.states, poll: reducePoll.initial } });
}

describe('form of a poll', () => {
  it('leaves out empty options and keeps track of the right ones', () => {
    const made = setupOf({ ...form, quiz: true, right: [2] });
    expect(made).toMatchObject({ ok: true, setup: { choice: { options: ['Green', 'Solar', 'Repair'] }, right: [1] } });
  });

  it.each([
    [{ question: ' ' }, 'question'],
    [{ options: ['One', ' '] }, 'options'],
    [{ options: ['One', 'One '] }, 'same'],
    [{ quiz: true }, 'right'],
    [{ quiz: true, right: [0, 2] }, 'picks'],
    [{ options: ['One', `Two${'\u0301'.repeat(9)}`] }, 'text'],
  ] as const)('%o is told as %s', (part, problem) => {
    expect(setupOf({ ...form, ...part })).toEqual({ ok: false, problem });
  });

  it('allows at most as many answers as there are options, and no change of a secret vote', () => {
    const made = setupOf({ ...form, several: true, most: 9, secret: true, changeable: true });
    expect(made).toMatchObject({ ok: true, setup: { picks: { min: 1, max: 3 }, secret: true } });
    expect(made.ok && made.setup.changeable).toBe(undefined);
  });

  it('is restored from its own setup', () => {
    const made = setupOf({ ...form, several: true, most: 2, seconds: 60 });
    expect(made.ok && setupOf(formOf(made.setup))).toEqual(made);
  });

  it('takes question and options from a text', () => {
    const { kind, several, most } = filled(form, {
      question: 'Which?',
      choice: { kind: 'custom', options: ['A', 'B'] },
      picks: { min: 1, max: 2 },
    });
    expect({ kind, several, most }).toEqual({ kind: 'custom', several: true, most: 2 });
  });
});

function Editor() {
  const written = useStore(formDeskOf(useSession())).form;
  return written ? <PollEditor form={written} /> : null;
}

describe('editor', () => {
  it('reads a pasted text, reports what is missing, and opens the poll', async () => {
    const session = pollSession();
    formDeskOf(session).setState({ form: emptyForm });
    onPage(<Editor />, session);
    fireEvent.click(screen.getByRole('button', { name: 'Open poll' }));
    expect(screen.getByRole('alert').textContent).toMatch(/Write the question/);
    fireEvent.change(screen.getByLabelText('Text with a question and its options'), {
      target: { value: 'Which roof?\nA) Green\nB) Solar' },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Fill in the form' }));
    expect(screen.getByLabelText('Option 2')).toHaveProperty('value', 'Solar');
    fireEvent.click(screen.getByRole('button', { name: 'Open poll' }));
    await waitFor(() => expect(screen.queryByRole('button')).toBeNull());
    expect(session.sent).toEqual([
      {
        name: 'poll:open',
        input: {
          setup: {
            question: 'Which roof?',
            choice: { kind: 'custom', options: ['Green', 'Solar'] },
            secret: false,
            changeable: true,
          },
        },
      },
    ]);
  });

  it('keeps a draft as a new one when another member discarded it meanwhile', async () => {
    const session = pollSession();
    const send = session.send;
    session.send = (contract, command, input) => {
      const isOld = 'id' in (input as object);
      const done = send(contract, command, input);
      return isOld ? done.then(() => Promise.reject(new AppError('notFound', 'discarded'))) : done;
    };
    formDeskOf(session).setState({ form: { ...form, draft: 'draft-1' } });
    onPage(<Editor />, session);
    fireEvent.click(screen.getByRole('button', { name: 'Save as draft' }));
    await waitFor(() => expect(screen.queryByRole('button')).toBeNull());
    expect(session.sent.map(({ input }) => 'id' in (input as object))).toEqual([true, false]);
  });

  it('asks before it throws away what was written, and before it discards a draft', async () => {
    const session = pollSession();
    const desk = formDeskOf(session);
    desk.setState({ form: emptyForm });
    onPage(
      <>
        <Editor />
        <DraftRow draft={{ id: 'd1', setup: { question: 'Old?', choice: { kind: 'yesNo' }, secret: false } }} />
      </>,
      session,
    );
    const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
    press('Cancel');
    expect(desk.getState().form).toBeUndefined();
    act(() => desk.setState({ form: { ...emptyForm, question: 'Which roof?' } }));
    press('Cancel');
    fireEvent.click(await screen.findByRole('button', { name: 'Keep it' }));
    expect(desk.getState().form?.question).toBe('Which roof?');
    press('Cancel');
    press('Discard');
    expect(desk.getState().form).toBeUndefined();
    press('Remove “Old?”');
    expect(session.sent).toEqual([]);
    press('Discard');
    expect(session.sent).toEqual([{ name: 'poll:discard', input: { id: 'd1' } }]);
  });
});
