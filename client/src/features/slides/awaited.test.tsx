import { act, fireEvent, screen } from '@testing-library/react';
import type { StateOf } from '@plenum/shared/core/contract';
import type { slides } from '@plenum/shared/features/slides/contract';
import { missReasons, refusals } from '@plenum/shared/features/slides/refusals';
import { beforeEach, expect, it } from 'vitest';
import { words } from '../../i18n/i18n.ts';
import { type FakeSession, fakeSession, meetingState } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { toasts } from '../../ui/toasts.ts';
import { slideDeskOf } from './desk.ts';
import { SlidesDialog } from './dialog/SlidesDialog.tsx';
import { wordsOfRefusal } from './dialog/refusalWords.ts';
import { SlidesWatcher } from './SlidesWatcher.tsx';

usePage();
beforeEach(() => toasts.setState({ list: [] }));

type State = StateOf<typeof slides>;

function session(state: Partial<State>, abilities: readonly ('slideUpload' | 'slideShow')[]) {
  const before = meetingState({});
  const me = { ...before.me, abilities: [...before.me.abilities, ...abilities] };
  return fakeSession({ ...before, me, states: { ...before.states, slides: { presentations: [], ...state } } });
}

const set = (here: FakeSession, state: Partial<State>) =>
  act(() => here.store.setState(({ states }) => ({ states: { ...states, slides: { presentations: [], ...state } } })));

const lost = { id: 'a', name: 'Plan', reason: 'absent' } as const;
const coming = { id: 'b', name: 'Budget' };

it('the dialog shows what is on its way and what did not come, with what to do; the note can be put away', () => {
  const here = session({ awaited: [lost, coming] }, ['slideUpload']);
  onPage(<SlidesDialog />, here);
  const list = screen.getByRole('list', { name: 'Documents for this meeting' });
  const [first, second] = [...list.children];
  expect(first?.textContent).toContain('There’s no such file at its address');
  expect(first?.textContent).toContain('Upload the file here instead.');
  expect(second?.textContent).toContain('Being added…');
  expect(screen.getAllByRole('button', { name: /Dismiss the note/ })).toHaveLength(1);
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss the note about Plan' }));
  expect(here.sent).toEqual([{ name: 'slides:dismiss', input: { document: 'a' } }]);
});

it('the dialog links to the page of the program, in its own words', () => {
  const source = { url: 'https://cloud.example/pick?a=1', words: 'Choose <b>here</b>' };
  onPage(<SlidesDialog />, session({ source }, ['slideUpload']));
  expect(screen.getByText('Choose <b>here</b>')).toBeTruthy();
  const link = screen.getByRole('link', { name: 'Open cloud.example' });
  expect([link.getAttribute('href'), link.getAttribute('rel')]).toEqual([source.url, 'noopener noreferrer']);
});

it('members who may not upload see neither, and are told nothing', () => {
  const state = { awaited: [lost], source: { url: 'https://cloud.example/', words: 'Choose' } };
  onPage(
    <>
      <SlidesWatcher />
      <SlidesDialog />
    </>,
    session(state, ['slideShow']),
  );
  expect(screen.queryByText('Plan')).toBeNull();
  expect(screen.queryByRole('link')).toBeNull();
  expect(toasts.getState().list).toEqual([]);
});

it('a person who may upload is told once, when each document has come or failed, and is led to the reason', () => {
  const here = session({ awaited: [lost, coming] }, ['slideUpload']);
  onPage(<SlidesWatcher />, here);
  const told = () => toasts.getState().list.map((toast) => toast.words);
  expect(told()).toEqual([]);
  set(here, { awaited: [lost, { ...coming, reason: 'late' }] });
  expect(told()).toEqual(['2 documents for this meeting couldn’t be added.']);
  set(here, { awaited: [lost] });
  expect(told()).toHaveLength(1);
  act(() => toasts.getState().list[0]?.action?.run());
  expect(slideDeskOf(here).getState().managing).toBe(true);
});

it('each reason has words', () => {
  const said = [...refusals, ...missReasons].map((reason) => wordsOfRefusal(words.t, reason));
  expect(new Set(said).size).toBe(said.length);
  for (const one of said) expect(one).toMatch(/\.$/);
});
