import { fireEvent, screen } from '@testing-library/react';
import { initialBreakout } from '@plenum/shared/features/breakout/reduce';
import { expect, it, vi } from 'vitest';
import { ChatPanel } from './chat/ChatPanel.tsx';
import { planDeskOf } from './breakout/plan/planDesk.ts';
import { PlanWindow } from './breakout/plan/PlanWindow.tsx';
import ime from '../testing/cases/ime-enter.json';
import { fakeSession, meetingState, person } from '../testing/fakeSession.ts';
import { onPage, usePage } from '../testing/onPage.tsx';
import { Dialog } from '../ui/Dialog.tsx';

usePage();

/** As Safari: the composition has ended before its last key comes. Other browsers name the composition. */
const confirming = ime.events.flatMap((event) => (typeof event === 'string' ? [] : [event.keydown]));
const keys = [...confirming, { key: 'Enter', keyCode: 229, isComposing: true }];

it.each(keys)('sends no message and takes no entry of a list by %o', (key) => {
  const state = meetingState({}, [person('me'), person('ben', { name: 'Ben' })]);
  const session = fakeSession(state);
  onPage(<ChatPanel />, session);
  const field = screen.getByRole<HTMLTextAreaElement>('textbox');
  fireEvent.change(field, { target: { value: '日本' } });
  fireEvent.keyDown(field, key);
  expect(session.sent.filter(({ name }) => name === 'chat:send')).toEqual([]);
  fireEvent.change(field, { target: { value: '@B', selectionStart: 2, selectionEnd: 2 } });
  fireEvent.select(field);
  expect(screen.getByRole('listbox')).toBeTruthy();
  for (const name of ['Enter', 'Tab', 'Escape', 'ArrowDown']) fireEvent.keyDown(field, { ...key, key: name });
  expect(screen.getByRole('listbox')).toBeTruthy();
  expect(field.value).toBe('@B');
  fireEvent.keyDown(field, { key: 'Enter', keyCode: 13 });
  expect(field.value).toBe('@Ben ');
});

it.each(keys)('saves no name of a room by %o', (key) => {
  const state = meetingState();
  const draft = {
    rooms: [
      { key: 'a', name: 'Room 1' },
      { key: 'b', name: 'Room 2' },
    ],
    assigned: {},
    expected: [],
  };
  const session = fakeSession({
    ...state,
    me: { ...state.me, abilities: ['breakoutManage'] },
    states: { ...state.states, breakout: { ...initialBreakout, draft: { ...initialBreakout.draft, ...draft } } },
  });
  planDeskOf(session).setState({ open: true });
  onPage(<PlanWindow />, session);
  const field = screen.getByRole('textbox', { name: /Room 1/ });
  fireEvent.change(field, { target: { value: '日本' } });
  fireEvent.keyDown(field, key);
  expect(session.sent).toEqual([]);
});

it.each(keys)('closes no dialog by %o', (key) => {
  const onClose = vi.fn<() => void>();
  onPage(
    <Dialog open title="Words" onClose={onClose}>
      <input aria-label="text" />
    </Dialog>,
  );
  fireEvent.keyDown(screen.getByLabelText('text'), { ...key, key: 'Escape' });
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.keyDown(screen.getByLabelText('text'), { key: 'Escape' });
  expect(onClose).toHaveBeenCalledOnce();
});
